#include "web/server.hpp"

#include "config_file.hpp"
#include "web/connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <csignal>
#include <set>

namespace host {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

tcp::endpoint endpoint_of(const std::string& address) {
    const auto colon = std::min(address.rfind(':'), address.size());
    auto name = address.substr(0, colon);
    if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
    error_code error;
    const auto ip = asio::ip::make_address(name, error);
    asio::ip::port_type port = 0;
    const auto* end = address.data() + address.size();
    const auto read = std::from_chars(address.data() + std::min(colon + 1, address.size()), end, port);
    if (error || read.ec != std::errc{} || read.ptr != end)
        throw config_error{address + ": is no address like 127.0.0.1:8080"};
    return {ip, port};
}

}  // namespace

struct server::state {
    state(server_options options, const ambient& surroundings, event_log& events)
        : setting{std::move(options), surroundings, events} {}

    void listen(const tcp::endpoint& at);
    asio::awaitable<void> accept();
    asio::awaitable<void> talk(std::shared_ptr<connection> with);
    bool make_room();
    void begin_stop();
    void end_stop_if_idle();

    connections_setting setting;
    std::function<void()> hurry;
    asio::io_context loop{1};
    tcp::acceptor acceptor{loop};
    tcp::endpoint bound;
    asio::signal_set signals{loop};
    asio::steady_timer giving_up{loop};
    std::set<std::shared_ptr<connection>> connections;
};

void server::state::listen(const tcp::endpoint& at) {
    error_code error;
    acceptor.open(at.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address{true});
    acceptor.bind(at, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        throw config_error{at.address().to_string() + ":" + std::to_string(at.port()) +
                           ": cannot be listened on: " + error.message()};
    bound = acceptor.local_endpoint();
}

asio::awaitable<void> server::state::accept() {
    while (!setting.stopping) {
        error_code error;
        auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (setting.stopping) break;
        const bool full = error || connections.size() >= setting.options.limits.connections;
        const bool has_place = !full || make_room();
        // Out of descriptors, most likely; whoever made room gave one back.
        if (error) setting.log.write(log_level::error, "accept_failed", {{"why", error.message()}});
        if (error && !has_place) {
            asio::steady_timer pause{loop, std::chrono::milliseconds{100}};
            co_await pause.async_wait(asio::use_awaitable);
        }
        if (error || !has_place) continue;
        auto one = std::make_shared<connection>(std::move(socket), setting);
        connections.insert(one);
        setting.options.counted->connections_open(connections.size());
        asio::co_spawn(loop, talk(one), asio::detached);
    }
}

// Never lets an exception out, because nobody waits for it.
asio::awaitable<void> server::state::talk(std::shared_ptr<connection> with) {
    try {
        co_await with->serve();
    } catch (const std::exception& why) {
        setting.log.write(log_level::error, "connection_failed", {{"what", why.what()}});
    }
    connections.erase(with);
    setting.options.counted->connections_open(connections.size());
    end_stop_if_idle();
}

// At the expense of the client that has been waited for longest; false if all of them wait for this host.
bool server::state::make_room() {
    std::shared_ptr<connection> idlest;
    for (const auto& one : connections)
        if (one->is_waiting() && (!idlest || one->waits_since() < idlest->waits_since())) idlest = one;
    if (idlest) idlest->cut();
    return idlest != nullptr;
}

void server::state::begin_stop() {
    if (setting.stopping) return;
    setting.stopping = true;
    signals.cancel();
    acceptor.close();
    for (const auto& one : connections)
        if (one->is_waiting()) one->cut();
    giving_up.expires_after(setting.options.grace);
    giving_up.async_wait([this](const error_code& error) {
        if (error) return;
        setting.log.write(log_level::warning, "stop_gives_up", {{"requests", std::to_string(connections.size())}});
        hurry();
        for (const auto& one : connections)
            one->cut();
    });
    end_stop_if_idle();
}

void server::state::end_stop_if_idle() {
    if (setting.stopping && connections.empty()) giving_up.cancel();
}

server::server(const std::string& address, server_options options, const ambient& outside, event_log& log)
    : state_{std::make_unique<state>(std::move(options), outside, log)} {
    state_->listen(endpoint_of(address));
}

server::~server() = default;

std::string server::address() const {
    const auto& at = state_->bound;
    const auto name = at.address().to_string();
    return (at.address().is_v6() ? "[" + name + "]" : name) + ":" + std::to_string(at.port());
}

void server::run(handler handle, std::function<void()> hurry) {
    state_->setting.desk.open(std::move(handle));
    state_->hurry = std::move(hurry);
    asio::co_spawn(state_->loop, state_->accept(), [](std::exception_ptr defect) {
        if (defect) std::rethrow_exception(defect);
    });
    const auto finish = [this] { state_->setting.desk.join(); };
    try {
        state_->loop.run();
    } catch (...) {
        finish();  // nobody computes answers for a loop that is gone
        throw;
    }
    finish();
}

void server::stop_on_signals() {
    state_->signals.add(SIGTERM);
    state_->signals.add(SIGINT);
    state_->signals.async_wait([this](const error_code& error, int) {
        if (!error) state_->begin_stop();
    });
}

void server::stop() {
    asio::post(state_->loop, [this] { state_->begin_stop(); });
}

}  // namespace host
