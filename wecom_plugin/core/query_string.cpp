#include "core/query_string.hpp"

#include "core/ascii.hpp"
#include "core/encoding.hpp"

#include <algorithm>

namespace wecom {
namespace {

constexpr std::size_t longest_query = 16384;
constexpr std::size_t longest_code = 512;   // WeCom's documentation
constexpr std::size_t longest_state = 128;  // likewise
constexpr std::size_t longest_appid = 64;
constexpr int most_parameters = 64;

error malformed(std::string_view why) { return {.code = errc::malformed, .detail = "callback: " + std::string{why}}; }

struct parameter_rule {
    std::string_view name;
    std::string callback_query::*field;
    std::size_t longest;
    bool (*accepts)(char);
};

// What a code looks like is not documented: every visible ASCII character is let through, and encoded on its way out.
constexpr parameter_rule rules[] = {
    {"code", &callback_query::code, longest_code, is_visible_ascii},
    {"state", &callback_query::state, longest_state, is_alnum},
    {"appid", &callback_query::appid, longest_appid, is_visible_ascii},
};

}  // namespace

result<callback_query> parse_callback_query(std::string_view query) {
    if (query.size() > longest_query) return malformed("the query is too long");
    if (!is_utf8(query)) return malformed("the query is not UTF-8");
    callback_query out;
    bool seen[std::size(rules)] = {};
    int count = 0;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        if (++count > most_parameters) return malformed("too many parameters");

        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = form_decode(pair.substr(0, equals));
        auto value = form_decode(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value) return malformed("a percent sign is not followed by two hexadecimal digits");
        const auto rule = std::find_if(std::begin(rules), std::end(rules), [&](auto& r) { return r.name == *name; });
        if (rule == std::end(rules)) continue;
        if (std::exchange(seen[rule - rules], true)) return malformed(std::string{rule->name} + " comes twice");
        if (value->size() > rule->longest) return malformed(std::string{rule->name} + " is too long");
        if (!std::all_of(value->begin(), value->end(), rule->accepts))
            return malformed(std::string{rule->name} + " has a character it cannot have");
        out.*rule->field = std::move(*value);
    }
    return out;
}

}  // namespace wecom
