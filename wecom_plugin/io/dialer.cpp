#include "io/dialer.hpp"

#include "io/connect_race.hpp"
#include "io/proxy_handshake.hpp"

#include <boost/beast/core/error.hpp>

#include <algorithm>

namespace wecom {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

bool has_timed_out(const race_outcome& race) {
    return std::all_of(race.losers.begin(), race.losers.end(),
                       [](const auto& one) { return one.second == boost::beast::error::timeout; });
}

error connect_error(const race_outcome& race, const route& where) {
    const auto to = "connecting to " + where.peer() + ": ";
    if (has_timed_out(race))
        return {.code = errc::connect,
                .detail = to + "none of its addresses answers, probably because a firewall drops the packets"};
    const auto why = race.losers.back().second;
    if (why == boost::system::errc::address_not_available && !where.bind.empty())
        return {.code = errc::connect, .detail = to + "/network/bind is no address of this machine"};
    return {.code = errc::connect, .detail = to + why.message()};
}

}  // namespace

dialer::dialer(settings where, resolver& names, const ambient& around)
    : where_{std::move(where)}, names_{names}, around_{around} {}

awaitable<result<io_socket>> dialer::dial(time_point deadline) {
    const auto found = co_await find(deadline);
    if (!found) co_return found.error();
    co_return co_await connect(*found, deadline);
}

awaitable<result<address_list>> dialer::find(time_point deadline) {
    result<address_list> found = where_.pins;
    if (where_.pins.empty()) found = co_await names_.resolve(where_.host(), deadline);
    if (!found) co_return found;
    co_return permitted(*found, where_);
}

awaitable<result<io_socket>> dialer::connect(address_list found, time_point deadline) {
    auto socket = co_await connect_peer(std::move(found), deadline);
    if (!socket || !where_.proxy) co_return socket;
    co_return co_await open_way(std::move(*socket), *where_.proxy, where_.base, deadline);
}

awaitable<result<io_socket>> dialer::connect_peer(address_list found, time_point deadline) {
    race_course course{.addresses = order_.arrange(found, around_.now()),
                       .port = static_cast<std::uint16_t>(std::stoi(where_.port())),
                       .bind = where_.bind};
    auto race = co_await connect_first(std::move(course), deadline);
    for (const auto& [address, why] : race.losers)
        order_.failed(address, around_.now());
    if (race.socket) {
        order_.succeeded(race.winner);
        co_return std::move(*race.socket);
    }
    if (race.cancelled) co_return error{.code = errc::cancelled};
    if (race.late)
        co_return error{.code = errc::deadline, .detail = where_.peer() + " did not answer in time (connecting)"};
    co_return connect_error(race, where_);
}

}  // namespace wecom
