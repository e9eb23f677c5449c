#include "io/connection_pool.hpp"

#include <algorithm>

namespace wecom {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_connections = 32;
constexpr std::size_t most_sessions = 4;
constexpr auto longest_idle = 30s;
constexpr auto oldest = 10min;  // of connections, and of a look at the server's certificate
constexpr auto longest_handshake = 3s;
// A deadline that comes sooner says more about the one who set it than about the server.
constexpr auto patience = 1s;

error no_hope(const std::string& host, std::chrono::milliseconds wait) {
    return {.code = errc::breaker,
            .detail = "most requests to " + host +
                      " of the last seconds got no answer, so nothing is sent but a try every 5 s: look for the cause "
                      "in the failures before this one",
            .retry_after = wait};
}

}  // namespace

void throw_exception_from_error(const failed_attempt& attempt, const boost::source_location& at) {
    throw_exception_from_error(attempt.why, at);
}

connection_pool::connection_pool(settings where, io_executor executor, resolver& names, const ambient& around)
    : base_{where.to.base},
      trust_{base_.scheme == "https" ? std::move(where.trust) : nullptr},
      dialer_{std::move(where.to), names, around},
      around_{around},
      places_{most_connections, executor, around},
      sweep_{std::move(executor), [this] { drop_old(); }} {}

awaitable<sent> connection_pool::send(const http_request& request, time_point deadline) {
    auto place = places_.enter_at_once();
    if (!place) {
        auto waited = co_await places_.enter(deadline);
        if (!waited) co_return failed_attempt{waited.error(), reach::not_sent};
        place = std::move(*waited);
    }
    const auto begun = around_.now();
    if (const auto wait = health_.refuse(begun)) co_return failed_attempt{no_hope(base_.host, *wait), reach::not_sent};
    auto used = take_idle();
    if (!used.wire) {
        auto fresh = co_await connect(deadline);
        if (!fresh) co_return note(fresh.error(), begun);
        used = std::move(*fresh);
    }
    const auto bytes = serialize(request, base_);
    auto answer = co_await used.wire->exchange(bytes.reveal(), deadline);
    if (used.wire->reusable()) keep(std::move(used));
    if (!answer) co_return note(answer.error(), begun);
    co_return answer;
}

failed_attempt connection_pool::note(failed_attempt failure, time_point begun) {
    // The server has probably closed the others as well: a repeat needs a fresh one.
    if (failure.how_far == reach::kept_unanswered) idle_.clear();
    const auto code = failure.why.code;
    const auto now = around_.now();
    if (code != errc::cancelled && (code != errc::deadline || now - begun >= patience)) health_.record(false, now);
    return failure;
}

awaitable<void> connection_pool::prepare(time_point deadline) {
    drop_old();
    if (!idle_.empty()) co_return;
    const auto place = co_await places_.enter(deadline);
    if (!place || health_.refuse(around_.now())) co_return;
    // Whether it failed is for the next request to say.
    if (auto fresh = co_await connect(deadline)) keep(std::move(*fresh));
}

awaitable<connection_pool::opened> connection_pool::connect(time_point deadline) {
    opening_ = "looking up its address, or connecting";
    const std::shared_ptr<void> until_open{nullptr, [this](void*) { opening_ = {}; }};
    auto socket = co_await dialer_.dial(deadline);
    if (!socket) co_return failed_attempt{socket.error(), reach::not_sent};
    opening_ = "TLS handshake";
    const auto now = around_.now();
    auto known = take_session();
    kept_connection fresh{std::make_unique<connection>(std::move(*socket), trust_), now, now, now};
    const auto done =
        co_await fresh.wire->open(base_.host, std::move(known.key), std::min(deadline, now + longest_handshake));
    if (done && fresh.wire->resumed()) fresh.verified = known.verified;
    if (done) co_return fresh;
    auto why = done.error();
    if (why.code == errc::deadline && around_.now() < deadline)
        why = {.code = errc::net, .detail = "TLS handshake with " + base_.host + ": no answer within 3 s"};
    co_return failed_attempt{std::move(why), reach::not_sent};
}

connection_pool::kept_connection connection_pool::take_idle() {
    drop_old();
    while (!idle_.empty()) {
        auto last = std::move(idle_.back());
        idle_.pop_back();
        if (last.wire->quiet()) return last;
    }
    return {};
}

void connection_pool::keep(kept_connection used) {
    used.idle_since = around_.now();
    if (auto session = used.wire->new_session()) {
        if (sessions_.size() == most_sessions) sessions_.erase(sessions_.begin());
        sessions_.push_back({std::move(session), used.verified});
    }
    idle_.push_back(std::move(used));
    sweep_.set(idle_.front().idle_since + longest_idle);
}

void connection_pool::drop_old() {
    const auto now = around_.now();
    std::erase_if(idle_, [now](const auto& kept) {
        return now - kept.idle_since >= longest_idle || now - kept.opened >= oldest;
    });
    if (!idle_.empty()) sweep_.set(idle_.front().idle_since + longest_idle);
}

// Each is used once, so that nobody who listens can tell that two connections are of one client.
connection_pool::kept_session connection_pool::take_session() {
    std::erase_if(sessions_, [now = around_.now()](const auto& kept) { return now - kept.verified >= oldest; });
    if (sessions_.empty()) return {};
    auto last = std::move(sessions_.back());
    sessions_.pop_back();
    return last;
}

}  // namespace wecom
