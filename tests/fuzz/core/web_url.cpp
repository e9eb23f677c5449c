#include "core/web_url.hpp"

#include "core/address.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(web_url) {
    const auto url = parse_web_url(input);
    if (!url) return;
    holds(url->scheme == "https" || url->scheme == "http", "it is the web's");
    holds(is_host_name(url->host) || is_address(url->host), "a host is a name or an address");
    const int port = std::stoi(url->port);
    holds(port >= 1 && port <= 65535 && std::to_string(port) == url->port, "a port is one");
    const auto is_clean = [](const std::string& text) { return text.find_first_of(" \r\n\t#@\\") == text.npos; };
    holds(is_clean(url->authority()) && url->path.find_first_of(" \r\n#\\") == url->path.npos, "nothing ends a header");

    const auto written = url->origin() + url->path + (url->query.empty() ? "" : "?" + url->query);
    const auto again = parse_web_url(written);
    holds(again && again->origin() == url->origin() && again->path == url->path && again->query == url->query,
          "a URL that is written again leads to the same place");
}
