#include "io/login_service.hpp"

#include "support/catch.hpp"
#include "support/local_wecom.hpp"
#include "support/outcome.hpp"

#include <future>
#include <vector>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

using pending = std::future<result<account>>;

// A login on a thread of its own.
pending begin(instance& at, std::string nonce, std::uint64_t op_id = 0) {
    return std::async(std::launch::async, [&at, nonce = std::move(nonce), op_id] { return at.identify(nonce, op_id); });
}

// Operation 7: it has its token, and WeCom is silent about the code.
struct stuck_login {
    local_wecom wecom;
    instance app{wecom.settings()};
    pending call;

    stuck_login() {
        wecom.server.serve(&local_wecom::answer_gettoken_only);
        call = begin(app, "n1", 7);
        wecom.server.wait_until_asked(2);
    }
};

}  // namespace

TEST_CASE("64 logins at once on a cold start cost one token", "[login_service]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer, 32);
    instance app{wecom.settings()};
    std::vector<pending> logins;
    for (int i = 0; i < 64; ++i)
        logins.push_back(begin(app, "n" + std::to_string(i)));
    for (auto& login : logins)
        CHECK(outcome(login.get()) == "ok");
    CHECK(wecom.calls("/gettoken") == 1);
    CHECK(wecom.calls("/getuserinfo") == 64);
}

TEST_CASE("T17: 100 copies of one callback make one question and get one account", "[login_service][T17]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer, 32);
    instance app{wecom.settings()};
    std::vector<pending> logins;
    for (int i = 0; i < 100; ++i)
        logins.push_back(begin(app, "n1"));
    for (auto& login : logins)
        CHECK(login.get().value().subject == "zhangsan");
    CHECK(wecom.calls("/getuserinfo") == 1);
}

TEST_CASE("instances of one app share its token, another secret has its own", "[login_service]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer, 2);
    instance one{wecom.settings()}, same{wecom.settings()};
    instance other{wecom.settings().with("corpsecret", "another-secret-of-another-app-0123456789-ab")};
    CHECK(outcome(one.identify("n1")) == "ok");
    CHECK(outcome(same.identify("n2")) == "ok");
    CHECK(wecom.calls("/gettoken") == 1);
    CHECK(outcome(other.identify("n3")) == "ok");
    CHECK(wecom.calls("/gettoken") == 2);
    CHECK(wecom.server.connections() == 1);
}

TEST_CASE("an instance that was got ready needs one round trip for its first login", "[login_service]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer);
    instance app{wecom.settings()};
    app.logins.prepare(0);
    wecom.server.wait_until_asked(1);
    CHECK(outcome(app.identify("n1")) == "ok");
    CHECK(wecom.calls("/gettoken") == 1);
    CHECK(wecom.server.handshakes() == 1);
}

TEST_CASE("a running call is cancelled from another thread, once", "[login_service]") {
    stuck_login login;
    CHECK_FALSE(login.app.logins.cancel(8));
    CHECK(login.app.logins.cancel(7));
    CHECK(outcome(login.call.get()) == "cancelled");
    CHECK_FALSE(login.app.logins.cancel(7));
}

TEST_CASE("an id is for one running call at a time, and free again after it", "[login_service]") {
    stuck_login login;
    CHECK(outcome(login.app.identify("n2", 7)) == "duplicate_op");
    CHECK(login.app.logins.cancel(7));
    CHECK(outcome(login.call.get()) == "cancelled");
    CHECK(outcome(login.app.identify("n1", 7, 0ms)) == "deadline");
}

TEST_CASE("a cancelled caller leaves alone, who joined him gets the account", "[login_service]") {
    local_wecom wecom;
    std::promise<void> go_on;
    wecom.server.serve([gone_on = go_on.get_future().share()](tls_peer& peer) {
        peer.answer(answer_of(token_answer("T1")));
        peer.read_request();
        gone_on.wait();
        peer.send(answer_of(member_answer("ZhangSan")));
    });
    instance app{wecom.settings()};
    auto first = begin(app, "n1", 1);
    wecom.server.wait_until_asked(2);
    auto second = begin(app, "n1", 2);
    CHECK(app.logins.cancel(1));
    CHECK(outcome(first.get()) == "cancelled");
    go_on.set_value();
    CHECK(second.get().value().subject == "zhangsan");
}

TEST_CASE("a caller leaves at his deadline", "[login_service]") {
    local_wecom wecom;
    SECTION("while WeCom is silent") { wecom.server.serve(&local_wecom::answer_gettoken_only); }
    SECTION("while the handshake hangs") {
        wecom.server.serve_in_clear([](tls_peer&) {});
    }
    instance app{wecom.settings()};
    const auto begun = in(0ms);
    CHECK(outcome(app.identify("n1", 0, 200ms)) == "deadline");
    CHECK(in(0ms) - begun < long_enough / 2);
}

TEST_CASE("the end of an instance completes its calls and waits for none of them", "[login_service]") {
    local_wecom wecom;
    std::size_t asked = 0;
    SECTION("in the handshake") {
        wecom.server.serve_in_clear([](tls_peer&) {});
    }
    SECTION("before the token") {
        wecom.server.serve([](tls_peer& peer) { peer.read_request(); });
        asked = 1;
    }
    SECTION("before the account") {
        wecom.server.serve(&local_wecom::answer_gettoken_only, 8);
        asked = 1 + 8;
    }
    std::vector<pending> logins;
    const auto begun = in(0ms);
    {
        instance app{wecom.settings()};
        for (int i = 0; i < 8; ++i)
            logins.push_back(begin(app, "n" + std::to_string(i)));
        wecom.server.wait_until_accepted(1);
        wecom.server.wait_until_asked(asked);
        app.logins.close();
        for (auto& login : logins)
            CHECK(outcome(login.get()) == "shutdown");
    }
    CHECK(in(0ms) - begun < long_enough / 2);
}

TEST_CASE("a call that is on its way in when the instance closes does not reach WeCom", "[login_service]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer, 2);
    instance closed{wecom.settings()};
    instance open{wecom.settings().with("corpsecret", "another-secret-of-another-app-0123456789-ab")};
    const bool thread_runs = GENERATE(true, false);
    if (thread_runs) CHECK(outcome(open.identify("n0")) == "ok");
    closed.logins.close();
    CHECK(outcome(closed.identify("n1")) == "shutdown");
    closed.logins.prepare(0);

    // Behind whatever those two left to the I/O thread.
    CHECK(outcome(open.identify("n2")) == "ok");
    CHECK(wecom.calls("/gettoken") == 1);
    CHECK(wecom.calls("/getuserinfo") == (thread_runs ? 2 : 1));
}

TEST_CASE("a failure is told to the operator with its phase", "[login_service]") {
    local_wecom wecom;
    wecom.server.serve([](tls_peer& peer) { peer.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"); });
    instance app{wecom.settings()};
    const auto who = app.identify("n1");
    CHECK(outcome(who) == "http_status");
    CHECK(who.error().detail.starts_with("HTTP status 403"));
}
