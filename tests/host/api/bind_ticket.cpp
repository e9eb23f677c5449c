#include "api/bind_ticket.hpp"

#include "api/json_client.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <thread>

using namespace host;

namespace {

// zhangsan comes through a provider, nobody has the account, and zhangsan has a user.
struct stranger {
    json_client client;
    api_under_test& api = client.api;
    const user who = api.add_user("zs", api.first);
    const std::string token = api.token_of(who);
    response ended = client.log_in();
    std::string ticket = std::string{member(ended, {"data", "ext_id"}).as_string()}, cookies = cookies_of(ended);

    response bring(std::string_view as, std::string_view ext_id, std::string_view with_cookies) {
        const auto body =
            R"({"ext_id": ")" + std::string{ext_id} + R"(", "ext_name": "CEO", "ext_icon": "http://[::1]/"})";
        return api.post(client.path("bind"),
                        {.token = as, .body = body, .headers = {{"Cookie", std::string{with_cookies}}}});
    }
    std::size_t bound() { return api.site.data.bindings.list(who.id).size(); }
};

}  // namespace

TEST_CASE("whoever brings a ticket and a token gets the account", "[api]") {
    stranger one;
    CHECK(one.bring(one.token, one.ticket, one.cookies).body == golden_file("bound"));
    const auto mine = one.api.site.data.bindings.list(one.who.id);
    REQUIRE(mine.size() == 1);
    CHECK(mine[0].subject == "zhangsan");
    CHECK(mine[0].display_name.empty());  // what the client says about it counts for nothing
    CHECK(member(one.client.log_in(), {"data", "token"}) != "");
}

TEST_CASE("T05: an identity that somebody claims is no ticket", "[api]") {
    stranger one;
    for (const auto* const forged : {"zhangsan", "scripted/zhangsan", "", "AAAA", "CEO"})
        CHECK(one.bring(one.token, forged, one.cookies).status == 403);
    CHECK(one.bring(one.token, "zhangsan", one.cookies).body == golden_file("bind_refused"));
    CHECK(one.bound() == 0);
}

TEST_CASE("T05: a ticket is good in its own browser only", "[api]") {
    stranger one;
    const auto other = one.client.log_in();
    CHECK(one.bring(one.token, one.ticket, "").status == 403);
    CHECK(one.bring(one.token, one.ticket, cookies_of(other)).status == 403);
    CHECK(one.bound() == 0);
}

TEST_CASE("T05: a ticket is good once", "[api]") {
    stranger one;
    CHECK(one.bring(one.token, one.ticket, one.cookies).status == 200);
    const auto thief = one.api.token_of(one.api.add_user("lisi", one.api.first));
    CHECK(one.bring(thief, one.ticket, one.cookies).status == 403);
}

TEST_CASE("T05: an account that somebody has is not taken over", "[api]") {
    stranger one;
    one.client.bind("lisi");
    const auto conflict = one.bring(one.token, one.ticket, one.cookies);
    CHECK(conflict.status == 409);
    CHECK(conflict.body == golden_file("bind_taken"));
    CHECK(one.bound() == 0);
    CHECK(one.api.site.data.audit.list(one.api.first.id, "bind_conflict", 1, 9).total == 1);
}

TEST_CASE("T05: of many who bring an account at once, one gets it", "[api]") {
    json_client client;
    struct bringer {
        std::string token, body, cookies;
    };
    std::vector<bringer> all;
    for (int i = 0; i < 16; ++i) {
        const auto ended = client.log_in();
        all.push_back({client.api.token_of(client.api.add_user("user " + std::to_string(i), client.api.first)),
                       R"({"ext_id": ")" + std::string{member(ended, {"data", "ext_id"}).as_string()} + "\"}",
                       cookies_of(ended)});
    }
    std::atomic<int> bound{0}, taken{0};
    std::vector<std::thread> threads;
    for (const auto& one : all)
        threads.emplace_back([&] {
            const auto answer = client.api.post(client.path("bind"), {one.token, one.body, {{"Cookie", one.cookies}}});
            ++(answer.status == 200 ? bound : taken);
        });
    for (auto& one : threads)
        one.join();
    CHECK(bound == 1);
    CHECK(taken == 15);
}

TEST_CASE("T15: a user of another tenant does not get it", "[api]") {
    stranger one;
    const auto foreign = one.api.token_of(one.api.add_user("wangwu", one.api.other, true));
    CHECK(one.bring(foreign, one.ticket, one.cookies).status == 404);
}

TEST_CASE("T06: binding asks for a token that is fresh, and a ticket that is not old", "[api]") {
    stranger one;
    one.api.world.pass(std::chrono::seconds{301});
    CHECK(member(one.bring(one.token, one.ticket, one.cookies), {"code"}) ==
          boost::json::array{"fresh_login_required"});
    one.api.world.pass(std::chrono::seconds{300});
    CHECK(one.bring(one.api.token_of(one.who), one.ticket, one.cookies).status == 403);
    CHECK(one.bound() == 0);
}

TEST_CASE("a bind without a ticket is malformed", "[api]") {
    stranger one;
    CHECK(one.api.post(one.client.path("bind"), {.token = one.token}).body == golden_file("bind_malformed"));
    CHECK(one.api.post(one.client.path("bind"), {.token = one.token, .body = "ext_id=CEO"}).status == 400);
}
