#include "message.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>

#include <algorithm>
#include <ctime>

namespace simulator {

namespace urls = boost::urls;

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view first_value(const parameters& list, std::string_view name) {
    auto found = std::ranges::find(list, name, &parameters::value_type::first);
    return found == list.end() ? std::string_view{} : found->second;
}

std::string_view request::header(std::string_view lower_case_name) const {
    auto found = headers.find(std::string(lower_case_name));
    return found == headers.end() ? std::string_view{} : found->second;
}

std::optional<request> make_request(std::string method, std::string target) {
    auto parsed = urls::parse_origin_form(target);
    if (!parsed) return std::nullopt;
    request made;
    made.method = std::move(method);
    made.path = parsed->encoded_path();
    made.query = parse_parameters(parsed->encoded_query());
    made.target = std::move(target);
    return made;
}

parameters parse_parameters(std::string_view encoded) {
    parameters list;
    auto parsed = urls::parse_query(encoded);
    if (!parsed || encoded.empty()) return list;
    urls::encoding_opts form(true);
    for (auto parameter : *parsed) {
        auto& [name, value] = list.emplace_back();
        name = parameter.key.decode(form);
        value = parameter.value.decode(form);
    }
    return list;
}

std::string http_date(time_point now) {
    std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[64];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

bool equal_ignoring_case(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

}  // namespace simulator
