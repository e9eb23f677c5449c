#include "core/proxy.hpp"

#include "core/encoding.hpp"
#include "core/http_connect.hpp"
#include "core/socks5.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

namespace {

std::string written(const proxy_server& proxy) {
    std::string out = proxy.speaks == proxy_server::protocol::http ? "http://" : "socks5://";
    if (!proxy.user.empty()) {
        append_percent_encoded(out, proxy.user.reveal());
        out += ':';
        append_percent_encoded(out, proxy.password.reveal());
        out += '@';
    }
    return out + host_and_port(proxy.host, proxy.port);
}

std::size_t lines_in(std::string_view text) {
    std::size_t out = 0;
    for (const char c : text)
        out += c == '\n';
    return out;
}

}  // namespace

FUZZ_TARGET(proxy) {
    const auto proxy = parse_proxy(input);
    if (!proxy) return;
    holds(proxy->user.empty() == proxy->password.empty(), "there is a whole login or none");
    holds(proxy->user.reveal().size() <= 255 && proxy->password.reveal().size() <= 255, "a login fits into SOCKS5");
    const auto again = parse_proxy(written(*proxy));
    holds(again && again->speaks == proxy->speaks && again->host == proxy->host && again->port == proxy->port &&
              again->user == proxy->user && again->password == proxy->password,
          "a proxy that is written again is the same");

    const auto target = parse_web_url("https://qyapi.weixin.qq.com").value();
    const auto request = make_connect_request(*proxy, target);
    holds(lines_in(request.reveal()) == (proxy->user.empty() ? 3u : 4u), "a login adds one line and no more");
    holds(
        make_socks5_login(*proxy).reveal().size() == 3 + proxy->user.reveal().size() + proxy->password.reveal().size(),
        "a login of SOCKS5 has the length that it says");
}
