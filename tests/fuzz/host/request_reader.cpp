#include "web/request_reader.hpp"

#include "fuzz/target.hpp"
#include "web/request_rules.hpp"

#include <algorithm>

using namespace host;
using fuzz::holds;

namespace {

// The requests in these bytes; the last is the one that was refused, if any.
std::vector<incoming> requests_in(std::string_view bytes, std::size_t at_once) {
    request_reader reader;
    std::vector<incoming> out;
    while (!bytes.empty()) {
        const auto size = std::min(bytes.size(), at_once);
        reader.add(bytes.substr(0, size));
        bytes.remove_prefix(size);
        while (auto one = reader.next()) {
            out.push_back(*std::move(one));
            if (out.back().refused != 0) return out;
        }
        reader.take_expectation();
    }
    return out;
}

void look_at_request(const request& asked) {
    holds(asked.path.starts_with('/') && asked.path.find('?') == asked.path.npos, "a request has a path");
    holds(asked.path.size() + asked.query.size() <= max_target && asked.body.size() <= max_body, "a request is small");
    for (const auto& [name, value] : asked.headers)
        holds(!name.empty() && value.find_first_of("\r\n") == value.npos && value.find('\0') == value.npos,
              "a header is one line");
}

bool is_same(const incoming& a, const incoming& b) {
    return a.refused == b.refused && a.keep_alive == b.keep_alive && a.asked.method == b.asked.method &&
           a.asked.path == b.asked.path && a.asked.query == b.asked.query && a.asked.headers == b.asked.headers &&
           a.asked.body == b.asked.body;
}

}  // namespace

FUZZ_TARGET(request_reader) {
    const auto at_once = requests_in(input, std::max<std::size_t>(input.size(), 1)), slowly = requests_in(input, 1);
    const auto answered = [](const incoming& one) { return one.refused == 0; };
    const auto many = std::count_if(at_once.begin(), at_once.end(), answered);
    holds(many == std::count_if(slowly.begin(), slowly.end(), answered), "requests are the same however they are cut");
    for (std::ptrdiff_t i = 0; i < many; ++i) {
        holds(is_same(at_once[static_cast<std::size_t>(i)], slowly[static_cast<std::size_t>(i)]),
              "requests are the same however they are cut");
        look_at_request(at_once[static_cast<std::size_t>(i)].asked);
    }
}
