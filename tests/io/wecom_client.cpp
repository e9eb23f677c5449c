#include "io/wecom_client.hpp"

#include "support/a_config.hpp"
#include "support/event_loop.hpp"
#include "support/outcome.hpp"
#include "support/scripted_transport.hpp"
#include "support/test_clock.hpp"
#include "support/wecom_answers.hpp"

#include <optional>
#include <vector>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

constexpr auto gettoken = "/cgi-bin/gettoken";
constexpr auto getuserinfo = "/cgi-bin/auth/getuserinfo";
constexpr auto user_get = "/cgi-bin/user/get";
constexpr auto getuserdetail = "/cgi-bin/auth/getuserdetail";

constexpr auto with_ticket = R"({"errcode":0,"userid":"ZhangSan","user_ticket":"ticket"})";
constexpr auto contacts = R"({"errcode":0,"userid":"ZhangSan","name":"张三","status":1})";
constexpr auto private_data = R"({"errcode":0,"userid":"ZhangSan","mobile":"13800000000"})";

// One login with a WeCom that follows a script.
struct login {
    const test_clock clock;
    event_loop loop;
    std::shared_ptr<scripted_transport> wire = std::make_shared<scripted_transport>();
    std::shared_ptr<log_queue> log = std::make_shared<log_queue>();
    std::shared_ptr<const config> settings;
    std::optional<wecom_client> client;

    explicit login(a_config with = {}) : settings{std::make_shared<const config>(with)} {
        const auto tokens = std::make_shared<token_source>(loop.context.get_executor(), wire,
                                                           make_get_token_request(*settings), clock.around());
        client.emplace(settings, wire, tokens, log, nullptr, loop.context.get_executor(), clock.around());
    }

    void expect(std::string path, std::string body) { wire->expect(std::move(path)).reply(200, std::move(body)); }
    static awaitable<result<account>> outcome_of(awaitable<login_outcome> shared) {
        co_return *co_await std::move(shared);
    }
    auto start(time_point deadline = test_clock::in(8s)) {
        return loop.start(outcome_of(client->identify(secret{std::string{"code"}}, deadline)));
    }
    result<account> identify() {
        const auto begun = start();
        loop.run_until([&] { return begun->done(); });
        return begun->outcome();
    }
    std::size_t warnings() {
        std::size_t count = 0;
        for (const auto& line : log->take(clock.now()))
            count += line.level == log_level::warning;
        return count;
    }
};

}  // namespace

TEST_CASE("a code becomes an account with one token and one question", "[wecom_client]") {
    login one;
    one.expect(gettoken, token_answer("T1"));
    auto& asked = one.wire->expect(getuserinfo);
    asked.reply(200, member_answer("ZhangSan"));
    const auto who = one.identify().value();
    CHECK(asked.parameters() == "?access_token=T1&code=code");
    CHECK(who.who == verdict::member);
    CHECK(who.issuer == std::string{"wecom:"} + a_corpid);
    CHECK(who.subject == "zhangsan");
    CHECK_FALSE(who.partial);
}

TEST_CASE("T49: a refused token costs one refresh and one repeat, and no failed login", "[wecom_client][T49]") {
    const int errcode = GENERATE(40014, 42001, 40001);
    login one;
    one.expect(gettoken, token_answer("T1"));
    one.expect(getuserinfo, refusal(errcode));
    one.expect(gettoken, token_answer("T2"));
    auto& repeat = one.wire->expect(getuserinfo);
    repeat.reply(200, member_answer("ZhangSan"));
    CHECK(one.identify().value().subject == "zhangsan");
    CHECK(repeat.parameters() == "?access_token=T2&code=code");
}

TEST_CASE("T49: a token that is always refused costs two fetches", "[wecom_client][T49]") {
    login one;
    for (const auto* token : {"T1", "T2"}) {
        one.expect(gettoken, token_answer(token));
        one.expect(getuserinfo, refusal(40014));
    }
    CHECK(outcome(one.identify()) == "token_refused");
}

TEST_CASE("F43: when WeCom refuses every token, logins fail at once until it is asked again after 5 s",
          "[wecom_client][F43]") {
    login one;
    for (const auto* token : {"T1", "T2"}) {
        one.expect(gettoken, token_answer(token));
        one.expect(getuserinfo, refusal(40014));
    }
    CHECK(outcome(one.identify()) == "token_refused");
    for (int i = 0; i < 1000; ++i) {
        one.clock.advance(4ms);
        const auto next = one.identify();
        REQUIRE(outcome(next) == "token_refused");
        REQUIRE(next.error().retry_after > 0ms);
        REQUIRE(next.error().code_unsent);
    }
    one.clock.advance(1s);
    one.expect(gettoken, token_answer("T3"));
    one.expect(getuserinfo, member_answer("ZhangSan"));
    CHECK(outcome(one.identify()) == "ok");
}

TEST_CASE("F47: after a limit of calls logins fail at once for a minute, and say when to come back",
          "[wecom_client][F47]") {
    login one;
    one.expect(gettoken, token_answer("T1"));
    one.expect(getuserinfo, refusal(45009));
    const auto first = one.identify();
    CHECK(outcome(first) == "rate");
    CHECK_FALSE(first.error().code_unsent);

    one.clock.advance(59s);
    const auto second = one.identify();
    CHECK(outcome(second) == "rate");
    CHECK(second.error().upstream_code == 45009);
    CHECK(second.error().retry_after == 1s);
    CHECK(second.error().code_unsent);

    one.clock.advance(1s);
    one.expect(getuserinfo, member_answer("ZhangSan"));
    CHECK(outcome(one.identify()) == "ok");
}

TEST_CASE("an API that refuses what getuserinfo takes costs a profile, and not a token for every login",
          "[wecom_client]") {
    login one{a_config{}.with("profile", "basic")};
    one.expect(gettoken, token_answer("T1"));
    one.expect(getuserinfo, member_answer("ZhangSan"));
    one.expect(user_get, refusal(40014));
    one.expect(gettoken, token_answer("T2"));
    one.expect(user_get, refusal(40014));
    CHECK(one.identify().value().partial);

    one.expect(getuserinfo, member_answer("LiSi"));
    CHECK(one.identify().value().partial);
}

TEST_CASE("T50: a code whose answer was lost is not sent again", "[wecom_client][T50]") {
    login one;
    one.expect(gettoken, token_answer("T1"));
    one.wire->expect(getuserinfo).fail(errc::net, reach::lost);
    const auto who = one.identify();
    CHECK(outcome(who) == "ambiguous");
    CHECK_FALSE(who.error().code_unsent);
}

TEST_CASE("a code is unsent as long as there is no token to send it with", "[wecom_client]") {
    login one;
    one.expect(gettoken, refusal(40001));
    const auto who = one.identify();
    CHECK(outcome(who) == "credential");
    CHECK(who.error().code_unsent);
}

TEST_CASE("a code is not unsent when only the second token cannot be had", "[wecom_client]") {
    login one;
    one.expect(gettoken, token_answer("T1"));
    one.expect(getuserinfo, refusal(42001));
    one.expect(gettoken, refusal(40001));
    const auto who = one.identify();
    CHECK(outcome(who) == "credential");
    CHECK_FALSE(who.error().code_unsent);
}

TEST_CASE("people who are no members arrive as what they are, and no profile is asked of them", "[wecom_client]") {
    const auto [answer, kind, issuer_end, subject] = GENERATE(table<std::string, verdict, std::string, std::string>({
        {R"({"errcode":0,"openid":"oAAA"})", verdict::external, "#external", "openid/oAAA"},
        {R"({"errcode":0,"external_userid":"wmBBB"})", verdict::external, "#external", "external_userid/wmBBB"},
        {R"({"errcode":0,"userid":"wwother/LiSi"})", verdict::linked, ":wwother#linked", "lisi"},
    }));
    login one{a_config{}.with("profile", "full")};
    one.expect(gettoken, token_answer("T1"));
    one.expect(getuserinfo, answer);
    const auto who = one.identify().value();
    CHECK(who.who == kind);
    CHECK(who.issuer.ends_with(issuer_end));
    CHECK(who.subject == subject);
}

TEST_CASE("a basic profile costs one more question", "[wecom_client]") {
    login one{a_config{}.with("profile", "basic")};
    one.expect(gettoken, token_answer("T1"));
    one.expect(getuserinfo, with_ticket);
    auto& asked = one.wire->expect(user_get);
    SECTION("and gives the name") {
        asked.reply(200, contacts);
        const auto who = one.identify().value();
        CHECK(asked.parameters() == "?access_token=T1&userid=ZhangSan");
        CHECK(who.display_name == "张三");
        CHECK_FALSE(who.partial);
    }
    SECTION("and tells who has left") {
        asked.reply(200, R"({"errcode":0,"userid":"ZhangSan","status":5})");
        CHECK(one.identify().value().who == verdict::inactive);
    }
    SECTION("and is missing without harm to the login") {
        asked.reply(200, refusal(60011));
        const auto who = one.identify().value();
        CHECK(who.subject == "zhangsan");
        CHECK(who.partial);
        CHECK(one.warnings() == 1);
    }
}

TEST_CASE("a full profile costs two more questions", "[wecom_client]") {
    login one{a_config{}.with("profile", "full")};
    one.expect(gettoken, token_answer("T1"));
    one.expect(getuserinfo, with_ticket);
    auto& of_contacts = one.wire->expect(user_get);
    auto& of_person = one.wire->expect(getuserdetail);
    SECTION("and gives both halves") {
        of_contacts.reply(200, contacts);
        of_person.reply(200, private_data);
        const auto who = one.identify().value();
        CHECK(of_person.parameters() == R"(?access_token=T1{"user_ticket":"ticket"})");
        CHECK(who.display_name == "张三");
        CHECK(who.phone == "13800000000");
        CHECK_FALSE(who.partial);
    }
    SECTION("and is partial where WeCom gives only one") {
        of_contacts.reply(200, refusal(60011));
        of_person.reply(200, private_data);
        const auto who = one.identify().value();
        CHECK(who.phone == "13800000000");
        CHECK(who.partial);
    }
    SECTION("and is partial where WeCom gives none") {
        of_contacts.reply(200, refusal(60011));
        of_person.reply(200, refusal(84015));
        CHECK(one.identify().value().partial);
        CHECK(one.warnings() == 2);
    }
}

TEST_CASE("a full profile without a ticket asks the contacts only", "[wecom_client]") {
    login one{a_config{}.with("profile", "full")};
    one.expect(gettoken, token_answer("T1"));
    one.expect(getuserinfo, member_answer("ZhangSan"));
    one.expect(user_get, contacts);
    CHECK(one.identify().value().display_name == "张三");
}
