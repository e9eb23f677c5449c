#include "api/paging.hpp"

#include "web/form.hpp"

#include <boost/json/object.hpp>

#include <charconv>

namespace host {
namespace {

namespace json = boost::json;

constexpr std::int64_t largest_page = 100;
constexpr std::int64_t last_page = 1'000'000;

class page_query {
public:
    explicit page_query(const form& sent) : sent_{sent} {}

    std::int64_t number(const std::string& key, std::int64_t otherwise, std::int64_t largest) {
        const auto text = value_of(sent_, key);
        if (!sent_.contains(key)) return otherwise;
        std::int64_t out = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
            issues.push_back({{"query", key}, "value is not a valid integer", "type_error.integer"});
        else if (out < 1)
            issues.push_back({{"query", key}, "ensure this value is greater than or equal to 1", not_ge});
        else if (out > largest)
            issues.push_back(
                {{"query", key}, "ensure this value is less than or equal to " + std::to_string(largest), not_le});
        return out;
    }

    std::vector<request_issue> issues;

private:
    static constexpr auto not_ge = "value_error.number.not_ge", not_le = "value_error.number.not_le";
    const form& sent_;
};

std::string page_link(const request& from, std::int64_t page, std::int64_t size) {
    return from.path + "?page=" + std::to_string(page) + "&page_size=" + std::to_string(size);
}

}  // namespace

response paged_answer(const request& from, const json::array& items) {
    const auto sent = parse_form(from.query);
    if (!sent) return unprocessable({{{"query"}, "a name twice, or not urlencoded", "value_error"}});
    page_query query{*sent};
    const auto page = query.number("page", 1, last_page), size = query.number("page_size", 10, largest_page);
    if (!query.issues.empty()) return unprocessable(query.issues);

    const auto count = static_cast<std::int64_t>(items.size());
    const auto first = std::min(count, (page - 1) * size), last = std::min(count, page * size);
    return json_answer(200, json::object{{"error", "0"},
                                         {"package", "core"},
                                         {"message", ""},
                                         {"data", nullptr},
                                         {"items", json::array(items.begin() + first, items.begin() + last)},
                                         {"count", count},
                                         {"previous", page > 1 ? page_link(from, page - 1, size) : ""},
                                         {"next", last < count ? page_link(from, page + 1, size) : ""}});
}

}  // namespace host
