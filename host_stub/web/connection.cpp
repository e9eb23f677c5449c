#include "web/connection.hpp"

#include "utc_text.hpp"
#include "web/response_text.hpp"

#include <array>

namespace host {

namespace asio = boost::asio;

connection::connection(asio::ip::tcp::socket socket, connections_setting& in)
    : in_{in}, wire_{std::move(socket), in.options.tls.get()}, waits_since_{++in.turn} {}

asio::awaitable<void> connection::serve() {
    wire_.expires_after(in_.options.limits.request);
    bool more = co_await wire_.open();
    while (more && !in_.stopping)
        more = co_await exchange();
    if (!cut_) co_await wire_.close();
}

void connection::cut() {
    cut_ = true;
    wire_.cut();
}

// Nothing, if the client leaves or takes too long, which is counted from the first byte and not from the latest; at a
// new connection from its beginning, so that TLS takes its share.
asio::awaitable<std::optional<incoming>> connection::read() {
    auto next = reader_.next();
    while (!next) {
        if (reader_.take_expectation() && !co_await wire_.write("HTTP/1.1 100 Continue\r\n\r\n"))
            co_return std::nullopt;
        const bool begins = reader_.is_between_requests();
        std::array<char, 4096> bytes;
        const auto count = co_await wire_.read_some(bytes.data(), bytes.size());
        if (count == 0) co_return std::nullopt;
        if (begins && !fresh_) wire_.expires_after(in_.options.limits.request);
        reader_.add({bytes.data(), count});
        next = reader_.next();
    }
    co_return next;
}

// One request and its answer; true if the connection can have another.
asio::awaitable<bool> connection::exchange() {
    auto next = co_await read();
    if (!next) co_return false;
    answering_ = true;
    fresh_ = false;
    const auto began = in_.outside.steady_now();
    auto& asked = next->asked;
    asked.secure = wire_.is_secure();
    asked.from_loopback = wire_.peer().is_loopback();
    asked.remote_address = wire_.peer().to_string();
    response answered;
    answered.status = next->refused;
    if (next->refused == 0) answered = co_await in_.desk.answer_to(asked);

    const bool keep = next->keep_alive && !in_.stopping;
    const auto date = utc_text(in_.outside.now(), "%a, %d %b %Y %T GMT");
    const auto text = response_text(answered, {date, keep, asked.method != "HEAD"});
    wire_.expires_after(in_.options.limits.request);
    const bool written = co_await wire_.write(text);
    report(asked, answered.status, began);
    answering_ = false;
    waits_since_ = ++in_.turn;
    if (!written) co_return false;

    if (answered.afterwards) in_.desk.run_afterwards(std::move(answered.afterwards));
    const auto& limits = in_.options.limits;
    wire_.expires_after(reader_.is_between_requests() ? limits.idle : limits.request);
    co_return keep;
}

// The path and never the query, which holds codes.
void connection::report(const request& to, unsigned status, std::chrono::steady_clock::time_point began) {
    const auto took = in_.outside.steady_now() - began;
    in_.options.counted->request_answered(status, took);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
    in_.log.write(
        log_level::info, "request",
        {{"method", to.method}, {"path", to.path}, {"status", std::to_string(status)}, {"ms", std::to_string(ms)}});
}

}  // namespace host
