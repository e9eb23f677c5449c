#include "web/server.hpp"

#include "config_file.hpp"
#include "utc_text.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <charconv>
#include <csignal>
#include <set>

namespace host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t max_header = 8 * 1024;
constexpr std::size_t max_body = 64 * 1024;
constexpr std::size_t waiting_threads = 32;
constexpr std::chrono::seconds request_time{30};

using parser = http::request_parser<http::string_body>;
using message = http::response<http::string_body>;

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

// The status that says why a request could not be read; 0: the other side is gone, nobody reads an answer.
unsigned status_of(const error_code& error) {
    if (error == http::error::header_limit) return 431;
    if (error == http::error::body_limit) return 413;
    if (error == http::error::end_of_stream || error == http::error::partial_message) return 0;
    return error.category() == error_code{http::error::bad_target}.category() ? 400 : 0;
}

request to_request(const http::request<http::string_body>& from, bool from_loopback) {
    const std::string target{from.target()};
    const auto question = target.find('?');
    request out{std::string{from.method_string()},
                target.substr(0, question),
                question == std::string::npos ? "" : target.substr(question + 1),
                {},
                from.body(),
                from_loopback};
    for (const auto& field : from)
        out.headers.emplace_back(field.name_string(), field.value());
    return out;
}

message to_message(const response& from, const std::string& date, bool keep_alive, bool with_body) {
    message out{http::int_to_status(from.status), 11};
    for (const auto& [name, value] : from.headers)
        out.insert(name, value);
    out.set(http::field::date, date);
    out.keep_alive(keep_alive);
    if (with_body) out.body() = from.body;
    out.content_length(from.body.size());
    return out;
}

asio::awaitable<response> run_work(const deferred& work) { co_return work(); }

}  // namespace

struct server::state {
    struct connection {
        beast::tcp_stream stream;
        bool busy = false;  // a request was read and its answer is not yet written
    };

    state(std::chrono::milliseconds patience, const ambient& surroundings, event_log& events)
        : grace{patience}, outside{surroundings}, log{events} {}

    void listen(const tcp::endpoint& at);
    asio::awaitable<void> accept();
    asio::awaitable<void> talk(std::shared_ptr<connection> with);
    asio::awaitable<bool> exchange(connection& with, beast::flat_buffer& buffer);
    asio::awaitable<response> answer_to(const request& from);
    void report(const request& to, unsigned status, std::chrono::steady_clock::time_point began);
    void begin_stop();
    void end_stop_if_idle();

    const std::chrono::milliseconds grace;
    const ambient outside;
    event_log& log;
    handler handle;
    std::function<void()> hurry;
    asio::io_context loop{1};
    asio::thread_pool waiting{waiting_threads};
    tcp::acceptor acceptor{loop};
    tcp::endpoint bound;
    asio::signal_set signals{loop};
    asio::steady_timer giving_up{loop};
    std::set<std::shared_ptr<connection>> connections;
    bool stopping = false;
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
    while (!stopping) {
        error_code error;
        auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (stopping) break;
        if (error) {  // out of descriptors, most likely: others have to end first
            log.write(log_level::error, "accept_failed", {{"why", error.message()}});
            asio::steady_timer pause{loop, std::chrono::milliseconds{100}};
            co_await pause.async_wait(asio::use_awaitable);
            continue;
        }
        auto one = std::make_shared<connection>(connection{beast::tcp_stream{std::move(socket)}});
        connections.insert(one);
        asio::co_spawn(loop, talk(one), asio::detached);
    }
}

// Never lets an exception out, because nobody waits for it.
asio::awaitable<void> server::state::talk(std::shared_ptr<connection> with) {
    try {
        beast::flat_buffer buffer;
        bool more = true;
        while (more && !stopping)
            more = co_await exchange(*with, buffer);
    } catch (const std::exception& why) {
        log.write(log_level::error, "connection_failed", {{"what", why.what()}});
    }
    error_code gone_already;
    with->stream.socket().shutdown(tcp::socket::shutdown_send, gone_already);
    connections.erase(with);
    end_stop_if_idle();
}

// One request and its answer; true if the connection can have another.
asio::awaitable<bool> server::state::exchange(connection& with, beast::flat_buffer& buffer) {
    parser incoming;
    incoming.header_limit(max_header);
    incoming.body_limit(max_body);
    error_code error;
    with.stream.expires_after(request_time);
    co_await http::async_read(with.stream, buffer, incoming, asio::redirect_error(asio::use_awaitable, error));
    const auto unreadable = error ? status_of(error) : incoming.get().target().starts_with('/') ? 0u : 400u;
    if (error && unreadable == 0) co_return false;

    with.busy = true;
    const auto began = outside.steady_now();
    const auto asked = to_request(incoming.get(), with.stream.socket().remote_endpoint(error).address().is_loopback());
    response answered;
    answered.status = unreadable;
    if (unreadable == 0) answered = co_await answer_to(asked);
    const bool keep = unreadable == 0 && incoming.get().keep_alive() && !stopping;
    auto outgoing = to_message(answered, utc_text(outside.now(), "%a, %d %b %Y %T GMT"), keep, asked.method != "HEAD");
    with.stream.expires_after(request_time);
    co_await http::async_write(with.stream, outgoing, asio::redirect_error(asio::use_awaitable, error));
    report(asked, answered.status, began);
    if (answered.afterwards && !error) asio::post(waiting, answered.afterwards);
    with.busy = false;
    co_return keep && !error;
}

asio::awaitable<response> server::state::answer_to(const request& from) {
    auto given = handle(from);
    if (auto* now = std::get_if<response>(&given)) co_return std::move(*now);
    co_return co_await asio::co_spawn(waiting, run_work(std::get<deferred>(given)), asio::use_awaitable);
}

// The path and never the query, which holds codes.
void server::state::report(const request& to, unsigned status, std::chrono::steady_clock::time_point began) {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(outside.steady_now() - began);
    log.write(log_level::info, "request",
              {{"method", to.method},
               {"path", to.path},
               {"status", std::to_string(status)},
               {"ms", std::to_string(took.count())}});
}

void server::state::begin_stop() {
    if (stopping) return;
    stopping = true;
    signals.cancel();
    acceptor.close();
    for (const auto& one : connections)
        if (!one->busy) one->stream.close();
    giving_up.expires_after(grace);
    giving_up.async_wait([this](const error_code& error) {
        if (error) return;
        log.write(log_level::warning, "stop_gives_up", {{"requests", std::to_string(connections.size())}});
        hurry();
        for (const auto& one : connections)
            one->stream.close();
    });
    end_stop_if_idle();
}

void server::state::end_stop_if_idle() {
    if (stopping && connections.empty()) giving_up.cancel();
}

server::server(const std::string& address, std::chrono::milliseconds grace, const ambient& outside, event_log& log)
    : state_{std::make_unique<state>(grace, outside, log)} {
    state_->listen(endpoint_of(address));
}

server::~server() = default;

std::string server::address() const {
    const auto& at = state_->bound;
    const auto name = at.address().to_string();
    return (at.address().is_v6() ? "[" + name + "]" : name) + ":" + std::to_string(at.port());
}

void server::run(handler handle, std::function<void()> hurry) {
    state_->handle = std::move(handle);
    state_->hurry = std::move(hurry);
    asio::co_spawn(state_->loop, state_->accept(), [](std::exception_ptr defect) {
        if (defect) std::rethrow_exception(defect);
    });
    state_->loop.run();
    state_->waiting.join();
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
