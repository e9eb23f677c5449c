#include "core/shared_record.hpp"

#include "core/packed.hpp"
#include "support/catch.hpp"

using namespace wecom;

TEST_CASE("a token comes back with its end", "[shared_record]") {
    const auto token = unpack_token(pack(shared_token{secret{std::string{"T1"}}, 1'790'000'000'000}));
    REQUIRE(token);
    CHECK(token->value.reveal() == "T1");
    CHECK(token->expires == 1'790'000'000'000);
}

TEST_CASE("an account comes back whole", "[shared_record]") {
    account who;
    who.who = verdict::inactive;
    who.issuer = "wecom:ww1";
    who.subject = "zhangsan";
    who.display_name = "张三";
    who.email = "z@example.com";
    who.phone = "1";
    who.avatar_url = "https://wework.qpic.cn/a";
    who.claims_json = R"({"a":1})";
    who.partial = true;
    const auto back = unpack_outcome(pack(result<account>{who}));
    REQUIRE((back && *back));
    CHECK((*back)->who == who.who);
    CHECK((*back)->partial);
    for (const auto field : {&account::issuer, &account::subject, &account::display_name, &account::email,
                             &account::phone, &account::avatar_url, &account::claims_json})
        CHECK((**back).*field == who.*field);
}

TEST_CASE("a failure comes back as the same failure", "[shared_record]") {
    const auto back = unpack_outcome(pack(result<account>{error{
        .code = errc::rate, .detail = "too many", .upstream_code = -45009, .retry_after = std::chrono::seconds{60}}}));
    REQUIRE((back && !*back));
    CHECK(back->error().code == errc::rate);
    CHECK(back->error().detail == "too many");
    CHECK(back->error().upstream_code == -45009);
    CHECK(back->error().retry_after == std::chrono::seconds{60});
}

TEST_CASE("bytes of another kind, another version or cut short are nothing", "[shared_record]") {
    account who;
    who.subject = "zhangsan";
    const auto token = pack(shared_token{secret{std::string{"T1"}}, 1}), outcome = pack(result<account>{who});
    CHECK_FALSE(unpack_token(outcome));
    CHECK_FALSE(unpack_outcome(token));
    for (std::size_t size = 0; size < outcome.size(); ++size)
        CHECK_FALSE(unpack_outcome(outcome.substr(0, size)));
    CHECK_FALSE(unpack_token(token + "x"));
    CHECK_FALSE(unpack_outcome(pack(result<account>{account{}})));
    CHECK_FALSE(unpack_outcome(packer{}.number(0x301).text("no_such_reason").text("").number(0).number(0).take()));
}
