// 10,000 logins at once, before there is a token.

#include "faults/process/app.hpp"
#include "faults/process/crowd.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "support/http_text.hpp"
#include "support/wecom_answers.hpp"
#include "validator/process/footprint.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

using namespace process_faults;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int people = 1'000;
constexpr bool memory_is_ours = false;
#else
constexpr int people = 10'000;
constexpr bool memory_is_ours = true;
#endif
constexpr int most_connections = 32;

// A pipe in which WeCom's process waits until the test opens it.
class gate {
public:
    gate() {
        if (::pipe2(ends_, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    }
    ~gate() {
        for (const int end : ends_)
            ::close(end);
    }
    void pass() const {
        char byte;
        (void)!::read(ends_[0], &byte, 1);
    }
    void open_once() const { (void)!::write(ends_[1], "1", 1); }

private:
    int ends_[2];
};

// WeCom, but the first request for a token meets this instead.
wecom_process::script first_token(const std::function<void(tls_peer&, const std::string&, wecom_process&)>& meets) {
    return [meets](tls_peer& peer, wecom_process& self) {
        peer.handshake();
        while (!peer.over()) {
            const auto request = self.take(peer);
            if (self.book().tokens == 1 && request.find("/gettoken") != request.npos)
                meets(peer, request, self);
            else
                self.answer(peer, request);
        }
    };
}

const auto all_in = std::to_string(people) + " OK";

}  // namespace

TEST_CASE("F75: 10,000 logins at once fetch one token, and all succeed on few connections and one thread",
          "[process]") {
    const gate token;
    wecom_process wecom{first_token([&](tls_peer& peer, const auto& request, wecom_process& self) {
        token.pass();
        self.answer(peer, request);
    })};
    app host{wecom.config()};
    const auto threads = process::footprint::now().threads;
    const auto heap = ::mallinfo2().uordblks;
    crowd all{host};
    CHECK(all.begin(people) == people);
    all.wait_until_under_way();
    const auto used = ::mallinfo2().uordblks - heap;
    CHECK(process::footprint::now().threads == threads + 1);
    if (memory_is_ours) CHECK(used <= 60'000'000 + most_connections * 107'000);

    token.open_once();
    CHECK(all.story() == all_in);
    CHECK(all.breaches() == 0);
    CHECK(wecom.book().tokens == 1);
    CHECK(wecom.book().questions == people);
    CHECK(wecom.book().connections <= most_connections);
}

TEST_CASE("F75: more logins than a process takes are refused at once, the others succeed", "[process]") {
    const gate token;
    wecom_process wecom{first_token([&](tls_peer& peer, const auto& request, wecom_process& self) {
        token.pass();
        self.answer(peer, request);
    })};
    app host{wecom.config()};
    crowd all{host};
    constexpr int most = 16'384, surplus = 100;
    const int taken = all.begin(most + surplus);
    token.open_once();
    const int in = all.ended_as("OK");
    CHECK(in <= most);
    CHECK(in >= most - surplus);
    const auto refused = taken - in == 0 ? "" : ", " + std::to_string(taken - in) + " -10 overload";
    CHECK(all.story() == std::to_string(in) + " OK" + refused);
    CHECK(host.log_in("alice").story() == "OK alice");
}

TEST_CASE("F76: 10,000 logins at once, and the first request for a token fails", "[process]") {
    const auto how = GENERATE(as<std::string>{}, "broken", "closed", "reset", "busy");
    CAPTURE(how);
    wecom_process wecom{first_token([&](tls_peer& peer, const auto&, wecom_process&) {
        if (how == "broken") peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        if (how == "busy") peer.send(answer_of(refusal(-1)));
        if (how == "closed") peer.leave();
        if (how == "reset") peer.reset();
    })};
    app host{wecom.config()};
    crowd all{host};
    CHECK(all.begin(people) == people);
    CHECK(all.story() == all_in);
    CHECK(all.breaches() == 0);
    CHECK(wecom.book().tokens <= 3);
    CHECK(wecom.book().questions == people);
}

TEST_CASE("F76: the first request for a token hangs, and the others do not hang with it", "[process]") {
    wecom_process wecom{
        first_token([](tls_peer& peer, const auto&, wecom_process&) { peer.wait_until_client_leaves(); })};
    app host{wecom.config()};
    crowd all{host};
    CHECK(all.begin(people) == people);
    CHECK(all.story() == all_in);
    CHECK(wecom.book().tokens <= 3);
}

TEST_CASE("F76: the first caller is cancelled while the token is fetched, and the others go on", "[process]") {
    const gate token;
    wecom_process wecom{first_token([&](tls_peer& peer, const auto& request, wecom_process& self) {
        token.pass();
        self.answer(peer, request);
    })};
    app host{wecom.config()};
    crowd all{host};
    CHECK(all.begin("alice", patience, 1));
    CHECK(all.begin(people) == people);
    wecom.wait_until([](const ledger& book) { return book.tokens == 1; });
    CHECK(host.table().cancel(host.self(), 1) == IDP_OK);
    token.open_once();
    CHECK(all.story() == all_in + ", 1 -4 cancelled");
    CHECK(wecom.book().tokens == 1);
    CHECK(all.breaches() == 0);
}
