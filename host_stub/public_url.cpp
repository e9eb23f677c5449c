#include "public_url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

namespace host {

std::optional<public_url> parse_public_url(std::string_view text) {
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return std::nullopt;
    boost::urls::url url{*parsed};
    url.normalize();
    const bool https = url.scheme_id() == boost::urls::scheme::https;
    if (!https && url.scheme_id() != boost::urls::scheme::http) return std::nullopt;
    if (url.encoded_host().empty() || url.has_userinfo() || url.has_query() || url.has_fragment()) return std::nullopt;
    if (url.has_port() && (url.port_number() == 0)) return std::nullopt;
    if (!url.encoded_path().empty() && url.encoded_path() != "/") return std::nullopt;
    if (url.port_number() == (https ? 443 : 80)) url.remove_port();
    const auto origin = url.encoded_origin();
    return public_url{{origin.data(), origin.size()}, https};
}

}  // namespace host
