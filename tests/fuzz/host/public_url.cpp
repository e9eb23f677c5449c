#include "public_url.hpp"

#include "fuzz/target.hpp"

using namespace host;
using fuzz::holds;

FUZZ_TARGET(public_url) {
    const auto url = parse_public_url(input);
    if (!url) return;
    holds(url->origin.starts_with(url->https ? "https://" : "http://"), "it is the web's");
    const auto host = url->origin.substr(url->origin.find("://") + 3);
    holds(!host.empty() && host.find_first_of("/?#@\\ \r\n\"<>") == host.npos, "an origin is scheme, host and port");
    const auto again = parse_public_url(url->origin);
    holds(again && again->origin == url->origin && again->https == url->https, "an origin has one form");
}
