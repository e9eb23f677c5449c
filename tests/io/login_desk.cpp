#include "io/login_desk.hpp"

#include "support/a_config.hpp"
#include "support/event_loop.hpp"
#include "support/outcome.hpp"
#include "support/scripted_transport.hpp"
#include "support/test_clock.hpp"
#include "support/wecom_answers.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

constexpr auto getuserinfo = "/cgi-bin/auth/getuserinfo";

// A desk, and an app whose token was got ready.
struct lobby {
    const test_clock clock;
    event_loop loop;
    std::shared_ptr<scripted_transport> wire = std::make_shared<scripted_transport>();
    login_desk desk{loop.context.get_executor(), clock.around()};
    std::shared_ptr<shared_state> shared;
    std::shared_ptr<wecom_client> client = make_client();
    std::chrono::milliseconds patience{8s};

    lobby() {
        wire->expect("/cgi-bin/gettoken").reply(200, token_answer("T1"));
        client->prepare();
        loop.settle();
    }

    std::shared_ptr<wecom_client> make_client() {
        const auto settings = std::make_shared<const config>(a_config{});
        auto tokens = std::make_shared<token_source>(loop.context.get_executor(), wire,
                                                     make_get_token_request(*settings), clock.around());
        return std::make_shared<wecom_client>(settings, wire, std::move(tokens), std::make_shared<log_queue>(), shared,
                                              loop.context.get_executor(), clock.around());
    }

    // As many logins as can be at work, all of them without an answer.
    void fill() {
        for (int i = 0; i < 64; ++i) {
            wire->expect(getuserinfo);
            present("at work " + std::to_string(i));
        }
    }

    // Null as long as there is no outcome.
    std::shared_ptr<login_outcome> present(std::string nonce, std::shared_ptr<wecom_client> to = nullptr) {
        auto told = std::make_shared<login_outcome>();
        desk.begin({sha256(nonce), secret{std::string{"code"}}, clock.in(patience), to ? to : client},
                   [told](login_outcome outcome) {
                       REQUIRE_FALSE(*told);
                       *told = std::move(outcome);
                   });
        loop.settle();
        return told;
    }
};

std::string_view said(const std::shared_ptr<login_outcome>& told) { return *told ? outcome(**told) : "nothing yet"; }

std::shared_ptr<void> told_at_the_end(bool& ended) {
    return {nullptr, [&ended](void*) { ended = true; }};
}

}  // namespace

TEST_CASE("a callback that is presented while it runs joins, and all get the same account", "[login_desk]") {
    lobby here;
    auto& asked = here.wire->expect(getuserinfo);
    const auto first = here.present("n1");
    const auto second = here.present("n1");
    CHECK(said(first) == "nothing yet");

    asked.reply(200, member_answer("ZhangSan"));
    here.loop.settle();
    REQUIRE(said(first) == "ok");
    CHECK(*first == *second);
    CHECK_FALSE((**first)->repeated);
}

TEST_CASE("a callback presented again within 60 s gets a copy, later it is refused", "[login_desk]") {
    lobby here;
    here.wire->expect(getuserinfo).reply(200, member_answer("ZhangSan"));
    REQUIRE(said(here.present("n1")) == "ok");

    here.clock.advance(60s - 1ms);
    const auto again = here.present("n1");
    REQUIRE(said(again) == "ok");
    CHECK((**again)->repeated);
    CHECK((**again)->subject == "zhangsan");

    here.clock.advance(1ms);
    CHECK(said(here.present("n1")) == "replayed");
}

TEST_CASE("another callback is another question", "[login_desk]") {
    lobby here;
    here.wire->expect(getuserinfo).reply(200, member_answer("ZhangSan"));
    here.wire->expect(getuserinfo).reply(200, member_answer("LiSi"));
    CHECK((**here.present("n1"))->subject == "zhangsan");
    CHECK((**here.present("n2"))->subject == "lisi");
}

TEST_CASE("a failure before the code was sent leaves the callback as good as new", "[login_desk]") {
    lobby here;
    here.wire->expect(getuserinfo).fail(errc::tls_cert, reach::not_sent);
    CHECK(said(here.present("n1")) == "tls_cert");
    here.wire->expect(getuserinfo).reply(200, member_answer("ZhangSan"));
    CHECK(said(here.present("n1")) == "ok");
}

TEST_CASE("a failure after the code was sent is what the callback got", "[login_desk]") {
    lobby here;
    here.wire->expect(getuserinfo).fail(errc::net, reach::lost);
    CHECK(said(here.present("n1")) == "ambiguous");
    CHECK(said(here.present("n1")) == "ambiguous");
}

TEST_CASE("the end of a client ends its logins, those of others go on", "[login_desk]") {
    lobby here;
    auto& asked = here.wire->expect(getuserinfo);
    auto& fetched = here.wire->expect("/cgi-bin/gettoken");
    const auto other = here.make_client();
    const auto ours = here.present("n1");
    const auto waiting_for_token = here.present("n2", other);
    REQUIRE(asked.waits());
    REQUIRE(fetched.waits());

    bool ended = false;
    here.desk.abandon(here.client, told_at_the_end(ended));
    CHECK_FALSE(ended);
    here.loop.settle();
    CHECK(ended);
    CHECK(said(ours) != "nothing yet");
    CHECK(said(ours) != "ok");
    CHECK(said(waiting_for_token) == "nothing yet");

    here.desk.abandon(other, nullptr);
    here.loop.settle();
    CHECK(said(waiting_for_token) == "cancelled");
}

TEST_CASE("the end of a client without logins is told at once", "[login_desk]") {
    lobby here;
    bool ended = false;
    here.desk.abandon(here.client, told_at_the_end(ended));
    CHECK(ended);
}

TEST_CASE("F75: 64 logins of an instance are at work, the others wait for nothing but their turn",
          "[login_desk][F75]") {
    lobby here;
    std::vector<scripted_transport::line*> asked;
    for (int i = 0; i < 66; ++i)
        asked.push_back(&here.wire->expect(getuserinfo));
    std::vector<std::shared_ptr<login_outcome>> all;
    for (int i = 0; i < 66; ++i)
        all.push_back(here.present("n" + std::to_string(i)));
    CHECK(asked[63]->waits());
    CHECK_FALSE(asked[64]->waits());

    asked[0]->reply(200, member_answer("ZhangSan"));
    here.loop.settle();
    CHECK(asked[64]->waits());
    for (auto* const one : asked)
        if (one != asked[0]) one->reply(200, member_answer("ZhangSan"));
    here.loop.settle();
    for (const auto& one : all)
        CHECK(said(one) == "ok");
}

TEST_CASE("F75: whose deadline passes in line is told so, and his callback is as good as new", "[login_desk][F75]") {
    lobby here;
    here.fill();
    here.patience = 1ms;
    const auto hasty = here.present("hasty");
    here.clock.advance(1ms);
    here.loop.run_until([&] { return *hasty != nullptr; });
    CHECK(said(hasty) == "deadline");
    CHECK((*hasty)->error().code_unsent);
    here.desk.abandon(here.client, nullptr);
    here.loop.settle();
}

TEST_CASE("the end of a client ends what waits in line, too", "[login_desk]") {
    lobby here;
    here.fill();
    const auto waiting = here.present("waiting");
    bool ended = false;
    here.desk.abandon(here.client, told_at_the_end(ended));
    CHECK(said(waiting) == "shutdown");
    here.loop.settle();
    CHECK(ended);
}

TEST_CASE("a login beyond 16,384 is turned away, until some are done", "[login_desk]") {
    lobby here;
    auto& asked = here.wire->expect(getuserinfo);
    const auto join = [&] {
        here.desk.begin({"n1", secret{std::string{"code"}}, here.clock.in(8s), here.client}, [](const auto&) {});
    };
    for (int i = 0; i < 16'384; ++i)
        join();
    const auto beyond = here.present("n2");
    REQUIRE(said(beyond) == "overload");
    CHECK((*beyond)->error().retry_after == 1s);

    asked.reply(200, member_answer("ZhangSan"));
    here.loop.settle();
    here.wire->expect(getuserinfo).reply(200, member_answer("LiSi"));
    CHECK(said(here.present("n2")) == "ok");
}
