#include "api/json_body.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>

#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace host {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 16;

// Looks at nothing but the keys: the library's own parser lets the last of two members with one key win.
class key_watch {
public:
    static constexpr std::size_t max_object_size = 4096;
    static constexpr std::size_t max_array_size = 4096;
    static constexpr std::size_t max_key_size = 65536;
    static constexpr std::size_t max_string_size = 65536;

    using error_code = boost::system::error_code;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open_.emplace_back(), true; }
    bool on_object_end(std::size_t, error_code&) { return open_.pop_back(), true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t, error_code&) { return true; }
    bool on_key_part(json::string_view part, std::size_t, error_code&) { return key_.append(part), true; }
    bool on_key(json::string_view part, std::size_t, error_code& ec) {
        const bool is_new = open_.back().insert(key_.append(part)).second;
        key_.clear();
        if (!is_new) ec = json::error::syntax;
        return is_new;
    }
    bool on_string_part(json::string_view, std::size_t, error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, error_code&) { return true; }
    bool on_number_part(json::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, error_code&) { return true; }
    bool on_double(double value, json::string_view, error_code& ec) {
        const bool is_finite = std::isfinite(value);
        if (!is_finite) ec = json::error::exponent_overflow;
        return is_finite;
    }
    bool on_bool(bool, error_code&) { return true; }
    bool on_null(error_code&) { return true; }
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }

private:
    std::vector<std::set<std::string>> open_;  // the keys of each object that has not ended
    std::string key_;                          // as far as it was read
};

bool has_each_key_once(std::string_view text, const json::parse_options& options) {
    json::basic_parser<key_watch> parser{options};
    boost::system::error_code ec;
    const auto read = parser.write_some(false, text.data(), text.size(), ec);
    return !ec && read == text.size();
}

}  // namespace

std::optional<json::object> parse_json_body(std::string_view body) {
    json::parse_options options;
    options.max_depth = deepest;
    if (!has_each_key_once(body, options)) return std::nullopt;
    boost::system::error_code ec;
    auto value = json::parse(body, ec, {}, options);
    if (ec || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

}  // namespace host
