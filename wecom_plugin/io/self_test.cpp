#include "io/self_test.hpp"

#include "io/connection.hpp"
#include "io/dialer.hpp"

namespace wecom {
namespace {

using std::chrono::milliseconds;

class walk {
public:
    walk(test_order what, boost::asio::io_context& context, const ambient& around, step_listener tell)
        : what_{std::move(what)},
          how_{route_to(what_.settings->network.api_base, what_.settings->network)},
          names_{context, around},
          way_{how_, names_, around},
          around_{around},
          tell_{std::move(tell)} {}

    awaitable<void> go() {
        const bool found = co_await find();
        if (!found) co_return;
        const bool reached = co_await reach_server();
        if (!reached) co_return;
        const auto token = co_await get_token();
        if (!token.empty()) co_await see_app(token);
    }

private:
    void begin(test_step which) {
        step_begun_ = around_.now();
        under_way_ = which;
        tell_({.which = which});
    }
    void end(step_report how) {
        how.took = std::chrono::duration_cast<milliseconds>(around_.now() - step_begun_);
        tell_(std::move(how));
    }
    // The step under way is the last one that could be tried.
    void fail(const error& why) {
        end(failed_step(under_way_, why, what_.lang));
        for (auto next = under_way_; next != last_test_step;) {
            next = static_cast<test_step>(static_cast<int>(next) + 1);
            tell_(skipped_after(next, under_way_, what_.lang));
        }
    }

    awaitable<bool> find() {
        begin(test_step::resolve);
        auto found = co_await way_.find(what_.deadline);
        if (!found) {
            fail(found.error());
            co_return false;
        }
        addresses_ = std::move(*found);
        end(resolved(addresses_, how_, what_.lang));
        co_return true;
    }

    awaitable<bool> reach_server() {
        begin(test_step::connect);
        auto socket = co_await way_.connect(addresses_, what_.deadline);
        if (!socket) {
            fail(socket.error());
            co_return false;
        }
        boost::system::error_code gone;
        const auto peer = socket->remote_endpoint(gone);
        end(connected(peer.address().to_string(), how_, what_.lang));
        if (encrypted()) begin(test_step::tls);
        const auto opened = co_await shake_hands(std::move(*socket));
        if (!opened) {
            fail(opened.error());
            co_return false;
        }
        if (encrypted())
            end(secured(wire_->protocol(), how_, what_.lang));
        else
            tell_(in_clear(what_.lang));
        co_return true;
    }

    bool encrypted() const { return how_.base.scheme == "https"; }

    awaitable<result<void>> shake_hands(io_socket socket) {
        wire_ = std::make_unique<connection>(std::move(socket), encrypted() ? what_.trust : nullptr);
        asked_ = false;
        co_return co_await wire_->open(how_.base.host, nullptr, what_.deadline);
    }

    // A server may close a connection between two requests: then there is another.
    awaitable<sent> ask(http_request request) {
        const auto bytes = serialize(request, how_.base);
        for (bool again = false;; again = true) {
            if (asked_ && !wire_->reusable()) {
                auto socket = co_await way_.connect(addresses_, what_.deadline);
                if (!socket) co_return failed_attempt{socket.error(), reach::not_sent};
                const auto opened = co_await shake_hands(std::move(*socket));
                if (!opened) co_return failed_attempt{opened.error(), reach::not_sent};
            }
            asked_ = true;
            auto answer = co_await wire_->exchange(bytes.reveal(), what_.deadline);
            const bool closed_before = !answer && answer.error().how_far == reach::kept_unanswered;
            if (!closed_before || again) co_return answer;
        }
    }

    // Two steps look at one answer.
    awaitable<secret> get_token() {
        begin(test_step::clock);
        const auto answer = co_await ask(make_get_token_request(*what_.settings));
        const bool theirs = answer && answer->status == 200;
        end(compared_clocks(theirs ? answer->date : std::nullopt, wall_clock(), what_.lang));
        const auto asked_at = step_begun_;
        begin(test_step::token);
        step_begun_ = asked_at;
        if (!answer) {
            fail(answer.error().why);
            co_return secret{};
        }
        const auto body = usable_body(*answer);
        auto token = body ? parse_get_token_response(*body) : result<app_token>{body.error()};
        if (!token) {
            fail(token.error());
            co_return secret{};
        }
        end(got_token(*token, what_.lang));
        co_return std::move(token->value);
    }

    awaitable<void> see_app(const secret& token) {
        if (what_.settings->agentid.empty()) {
            tell_(no_app_to_see(what_.lang));
            co_return;
        }
        begin(test_step::agent);
        const auto answer = co_await ask(make_get_agent_request(token, what_.settings->agentid));
        if (!answer) {
            fail(answer.error().why);
            co_return;
        }
        const auto body = usable_body(*answer);
        const auto app = body ? parse_get_agent_response(*body) : result<app_state>{body.error()};
        if (app)
            end(saw_app(*app, what_.lang));
        else
            fail(app.error());
    }

    wall_ms wall_clock() const {
        const auto passed = std::chrono::duration_cast<milliseconds>(around_.now() - what_.begun);
        return what_.wall_now + static_cast<wall_ms>(passed.count());
    }

    const test_order what_;
    const route how_;
    resolver names_;
    dialer way_;
    const ambient around_;
    const step_listener tell_;
    test_step under_way_ = test_step::resolve;
    time_point step_begun_;
    address_list addresses_;
    std::unique_ptr<connection> wire_;
    bool asked_ = false;  // over this connection
};

}  // namespace

awaitable<void> run_self_test(test_order what, boost::asio::io_context& context, ambient around, step_listener tell) {
    walk test{std::move(what), context, around, std::move(tell)};
    co_await test.go();
}

}  // namespace wecom
