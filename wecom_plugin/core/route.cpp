#include "core/route.hpp"

#include "core/no_proxy.hpp"
#include "core/packed.hpp"
#include "core/seal.hpp"

#include <algorithm>
#include <iterator>

namespace wecom {
namespace {

template <class Accept>
address_list only(const address_list& all, Accept accept) {
    address_list out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out), accept);
    return out;
}

}  // namespace

std::string route::peer() const { return proxy ? "the proxy " + host_and_port(host(), port()) : host(); }

route route_to(const web_url& base, const network_config& network) {
    route out{.base = base, .allow_private = network.allow_private, .bind = network.bind, .v4_only = network.v4_only};
    if (network.proxy && !goes_direct(base.host, network.no_proxy)) out.proxy = network.proxy;
    if (const auto pinned = network.pins.find(out.host()); pinned != network.pins.end()) out.pins = pinned->second;
    return out;
}

std::string fingerprint(const route& how) {
    packer all;
    all.text(how.base.origin()).text(how.base.path).text(how.bind);
    all.number(how.allow_private).number(how.v4_only).number(how.pins.size());
    for (const auto& address : how.pins)
        all.text(address);
    if (const auto& proxy = how.proxy)
        all.number(proxy->speaks == proxy_server::protocol::http ? 1 : 2)
            .text(proxy->host)
            .text(proxy->port)
            .text(proxy->user.reveal())
            .text(proxy->password.reveal());
    const secret packed{all.take()};
    return short_hash(packed.reveal());
}

result<address_list> permitted(const address_list& found, const route& how) {
    // An operator's proxy may well be inside.
    const bool inside_too = how.proxy || how.allow_private;
    const auto reachable = only(found, [&](const auto& address) { return inside_too || is_public_address(address); });
    if (reachable.empty())
        return error{.code = errc::connect,
                     .detail = how.host() +
                               " leads to an address of the inside only: if that is meant, set /network/allow_private"};
    auto of_family = only(reachable, [&](const auto& address) {
        return !(how.v4_only && is_v6_address(address)) &&
               (how.bind.empty() || is_v6_address(how.bind) == is_v6_address(address));
    });
    if (of_family.empty())
        return error{.code = errc::connect,
                     .detail = how.peer() + " has no address of the kind that /network/ip and /network/bind ask for"};
    return of_family;
}

}  // namespace wecom
