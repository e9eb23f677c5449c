#include "web/form.hpp"

#include "utf8.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace host {
namespace {

namespace urls = boost::urls;

std::string decoded(urls::pct_string_view from) {
    urls::encoding_opts options;
    options.space_as_plus = true;
    return from.decode(options);
}

}  // namespace

std::optional<form> parse_form(std::string_view urlencoded) {
    form out;
    if (urlencoded.empty()) return out;
    // Boost 1.81's parse_query reads on to a NUL, and what stands there becomes part of the last value.
    const std::string with_nul_behind{urlencoded};
    const auto parsed = urls::parse_query(with_nul_behind);
    if (!parsed) return std::nullopt;
    for (const auto& parameter : *parsed) {
        const auto [at, is_new] = out.emplace(decoded(parameter.key), decoded(parameter.value));
        if (!is_new || !is_utf8(at->first) || !is_utf8(at->second)) return std::nullopt;
    }
    return out;
}

std::string_view value_of(const form& from, std::string_view name) {
    const auto at = from.find(name);
    return at == from.end() ? std::string_view{} : at->second;
}

std::string encode_value(std::string_view value) {
    return urls::encode({value.data(), value.size()}, urls::unreserved_chars);
}

}  // namespace host
