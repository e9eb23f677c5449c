#include "io/token_source.hpp"

#include "support/event_loop.hpp"
#include "support/outcome.hpp"
#include "support/scripted_transport.hpp"
#include "support/test_clock.hpp"
#include "support/wecom_answers.hpp"

#include <string>
#include <vector>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

// A token source and its WeCom.
struct app {
    const test_clock clock;
    event_loop loop;
    std::shared_ptr<scripted_transport> wire = std::make_shared<scripted_transport>();
    std::optional<token_source> tokens{std::in_place, loop.context.get_executor(), wire,
                                       http_request{secret{std::string{"/cgi-bin/gettoken?corpid=ww1"}}},
                                       clock.around()};

    ~app() {
        tokens.reset();
        loop.settle();
    }
    scripted_transport::line& expect_fetch() { return wire->expect("/cgi-bin/gettoken"); }
    auto start_get(time_point deadline = test_clock::in(8s)) { return loop.start(tokens->get(deadline)); }
    result<issued_token> get() { return loop.run(tokens->get(clock.in(8s))); }
    std::string token() {
        const auto got = get();
        return got ? std::string{got->value->reveal()} : std::string{outcome(got)};
    }
};

}  // namespace

TEST_CASE("a token is fetched once for 64 callers, and not again for the next", "[token_source]") {
    app login;
    auto& fetch = login.expect_fetch();
    std::vector<std::shared_ptr<started<result<issued_token>>>> callers;
    for (int i = 0; i < 64; ++i)
        callers.push_back(login.start_get());
    REQUIRE(fetch.waits());
    CHECK(fetch.parameters() == "?corpid=ww1");

    fetch.reply(200, token_answer("T1"));
    login.loop.settle();
    for (const auto& caller : callers) {
        REQUIRE(caller->done());
        CHECK(caller->outcome().value().value->reveal() == "T1");
    }
    CHECK(login.token() == "T1");
}

TEST_CASE("a caller who gives up strands nobody", "[token_source]") {
    app login;
    auto& fetch = login.expect_fetch();
    const auto first = login.start_get();
    const auto patient = login.start_get();

    SECTION("because he is cancelled") {
        first->cancel();
        login.loop.settle();
        REQUIRE(first->done());
        CHECK(first->outcome().has_error());
    }
    SECTION("because his deadline passes") {
        const auto hasty = login.start_get(test_clock::now());
        login.loop.run_until([&] { return hasty->done(); });
        CHECK(outcome(hasty->outcome()) == "deadline");
        CHECK_FALSE(first->done());
    }
    CHECK_FALSE(patient->done());
    fetch.reply(200, token_answer("T1"));
    login.loop.settle();
    REQUIRE(patient->done());
    CHECK(patient->outcome().has_value());
}

TEST_CASE("an ageing token serves while its successor is fetched", "[token_source]") {
    app login;
    login.expect_fetch().reply(200, token_answer("T1"));
    CHECK(login.token() == "T1");

    login.clock.advance(6480s);
    auto& refresh = login.expect_fetch();
    CHECK(login.token() == "T1");
    CHECK(login.token() == "T1");
    REQUIRE(refresh.waits());

    SECTION("and is replaced by it") {
        refresh.reply(200, token_answer("T2"));
        login.loop.settle();
        CHECK(login.token() == "T2");
    }
    SECTION("and serves on when there is none to be had") {
        refresh.reply(200, refusal(45009));
        login.loop.settle();
        CHECK(login.token() == "T1");
    }
}

TEST_CASE("a refused token is replaced once, whoever reports it", "[token_source][T49]") {
    app login;
    login.expect_fetch().reply(200, token_answer("T1"));
    const auto refused = login.get().value();

    login.tokens->refuse(refused, error{.code = errc::token_refused});
    login.expect_fetch().reply(200, token_answer("T2"));
    CHECK(login.token() == "T2");

    login.tokens->refuse(refused, error{.code = errc::token_refused});
    CHECK(login.token() == "T2");
}

TEST_CASE("a wrong secret is remembered for 30 s, a rate limit for 60 s", "[token_source]") {
    const auto [errcode, reason, pause] =
        GENERATE(table<int, std::string, std::chrono::seconds>({{40001, "credential", 30s},
                                                                {40013, "credential", 30s},
                                                                {40091, "credential", 30s},
                                                                {60020, "ip_not_trusted", 30s},
                                                                {45009, "rate", 60s}}));
    app login;
    login.expect_fetch().reply(200, refusal(errcode));
    CHECK(login.token() == reason);

    login.clock.advance(pause - 1s);
    CHECK(login.token() == reason);

    login.clock.advance(1s);
    login.expect_fetch().reply(200, token_answer("T1"));
    CHECK(login.token() == "T1");
}

TEST_CASE("a failed fetch is shared by all who wait for it, and the next caller tries again", "[token_source]") {
    app login;
    auto& fetch = login.expect_fetch();
    const auto first = login.start_get();
    const auto second = login.start_get();
    fetch.fail(errc::tls_cert, reach::not_sent);
    login.loop.settle();
    CHECK(outcome(first->outcome()) == "tls_cert");
    CHECK(outcome(second->outcome()) == "tls_cert");

    login.expect_fetch().reply(200, token_answer("T1"));
    CHECK(login.token() == "T1");
}

TEST_CASE("a token that is got ready is there for the first login", "[token_source]") {
    app login;
    auto& fetch = login.expect_fetch();
    login.tokens->prepare();
    login.tokens->prepare();
    login.loop.settle();
    REQUIRE(fetch.waits());
    fetch.reply(200, token_answer("T1"));
    login.loop.settle();
    CHECK(login.wire->prepared == 0);  // the fetch has opened a connection
    login.tokens->prepare();
    login.loop.settle();
    CHECK(login.wire->prepared == 1);
    CHECK(login.token() == "T1");
}

TEST_CASE("an ageing token is refreshed when a login is to come", "[token_source]") {
    app login;
    login.expect_fetch().reply(200, token_answer("T1"));
    CHECK(login.token() == "T1");
    login.clock.advance(7000s);
    login.expect_fetch().reply(200, token_answer("T2"));
    login.tokens->prepare();
    login.loop.settle();
    CHECK(login.token() == "T2");
}

TEST_CASE("F46: after a busy WeCom the next fetch waits a moment, and nobody is refused for that",
          "[token_source][F46]") {
    app login;
    login.expect_fetch().reply(200, refusal(45033));
    login.clock.draw(50);
    CHECK(login.token() == "busy");
    login.clock.draw(0);
    auto& second = login.expect_fetch();
    const auto waits = login.start_get();
    CHECK_FALSE(second.waits());
    login.loop.run_until([&] { return second.waits(); });
    second.reply(200, token_answer("T1"));
    login.loop.run_until([&] { return waits->done(); });
    CHECK(outcome(waits->outcome()) == "ok");
}

TEST_CASE("the end of a source ends its fetch and wakes who waits", "[token_source]") {
    app login;
    auto& fetch = login.expect_fetch();
    const auto caller = login.start_get();
    REQUIRE(fetch.waits());

    login.tokens.reset();
    login.loop.settle();
    CHECK_FALSE(fetch.waits());
    REQUIRE(caller->done());
    CHECK(caller->outcome().has_error());
    CHECK(login.wire.use_count() == 1);
}
