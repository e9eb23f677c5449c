// The end of instances: with logins in every phase, from where it is not allowed, and while others begin.

#include "faults/process/app.hpp"
#include "faults/process/crowd.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "support/http_text.hpp"
#include "support/wecom_answers.hpp"
#include "validator/network/deaf_port.hpp"

#include <future>
#include <thread>

using namespace process_faults;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int people = 200;
constexpr auto longest_destroy = 10'000ms;
#else
constexpr int people = 1'000;
constexpr auto longest_destroy = 100ms;
#endif

// How the destroy of this instance ends its thousand logins: the time it took.
std::chrono::milliseconds destroy_under_way(app& host, const std::function<void()>& wait_until_there) {
    crowd all{host};
    REQUIRE(all.begin(people) == people);
    all.wait_until_under_way();
    wait_until_there();
    const auto begun = std::chrono::steady_clock::now();
    host.destroy();
    const auto elapsed = std::chrono::steady_clock::now() - begun;
    // The last try for a token may have failed before.
    const int before = all.ended_as("-10 busy");
    CHECK(all.ended_as("-4 shutdown") == people - before);
    CHECK(before < people);
    CHECK(all.breaches() == 0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(elapsed);
}

// Of three tries the best: other programs run on this machine too.
void check_destroy(const std::function<std::chrono::milliseconds()>& once) {
    auto best = once();
    for (int i = 0; i < 2 && best > longest_destroy; ++i)
        best = std::min(best, once());
    CHECK(best <= longest_destroy);
}

void check_destroy(const wecom_process::script& each_connection, const std::function<bool(const ledger&)>& there) {
    check_destroy([&] {
        wecom_process wecom{each_connection};
        app host{wecom.config()};
        return destroy_under_way(host, [&] { wecom.wait_until(there); });
    });
}

// Answers gettoken with this, and is silent about people.
wecom_process::script tokens_like(std::string answer) {
    return [answer = std::move(answer)](tls_peer& peer, wecom_process& self) {
        peer.handshake();
        for (;;)
            if (self.take(peer).find("/gettoken") != std::string::npos) peer.send(answer);
    };
}

}  // namespace

TEST_CASE("F81: destroy with a thousand logins while a connection is made", "[process]") {
    const deaf_port port;
    wecom_process nobody;
    const auto origin = "https://127.0.0.1:" + std::to_string(port.port());
    check_destroy([&] {
        app host{nobody.config({{"network", {{"api_base", origin}}}})};
        return destroy_under_way(host, [] {});
    });
}

TEST_CASE("F81: destroy with a thousand logins while a handshake hangs", "[process]") {
    check_destroy([](tls_peer& peer, wecom_process&) { peer.wait_until_client_leaves(); },
                  [](const ledger& book) { return book.connections >= 1; });
}

TEST_CASE("F81: destroy with a thousand logins that wait for one token", "[process]") {
    check_destroy(
        [](tls_peer& peer, wecom_process& self) {
            peer.handshake();
            self.take(peer);
            peer.wait_until_client_leaves();
        },
        [](const ledger& book) { return book.tokens >= 1; });
}

TEST_CASE("F81: destroy with a thousand logins between two tries for a token", "[process]") {
    check_destroy(tokens_like(answer_of(refusal(-1))), [](const ledger& book) { return book.tokens >= 1; });
}

TEST_CASE("F81: destroy with a thousand logins that wait for answers and for connections", "[process]") {
    check_destroy(tokens_like(answer_of(token_answer("token"))),
                  [](const ledger& book) { return book.questions >= 8; });
}

TEST_CASE("F81: destroy ends the calls of threads that wait, too", "[process]") {
    wecom_process wecom;
    app host{wecom.config()};
    std::vector<call_end> all(16);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < all.size(); ++i)
            threads.emplace_back([&, i] { all[i] = host.log_in("mute_" + std::to_string(i)); });
        wecom.wait_until([&](const ledger& book) { return book.questions == 16; });
        host.destroy();
    }
    for (const auto& end : all)
        CHECK(end.story() == "-4 shutdown");
}

namespace {

// What a completion may do, and may not.
struct visitor {
    app& host;
    const idp_async_v1& async;
    std::string grant_token;
    idp_status destroyed = IDP_OK, resolved = IDP_OK, cancelled = IDP_OK, begun = IDP_E_INVALID;
    std::promise<idp_status> ended{};

    void visit() {
        idp_resolve_request request{};
        request.struct_size = sizeof request;
        request.grant_token = idp::str(grant_token);
        idp::owned<idp_account> out;
        destroyed = host.table().destroy(host.self());
        resolved = host.table().resolve_account(host.self(), &request, out.out(), nullptr);
        cancelled = host.table().cancel(host.self(), 77);
        begun = async.resolve_account_start(
            host.self(), &request,
            [](void* self, idp_status status, idp_account*, const idp_error*) {
                static_cast<visitor*>(self)->ended.set_value(status);
            },
            this, nullptr);
    }
};

}  // namespace

TEST_CASE("F82: destroy from a completion is refused, and the instance lives on", "[process]") {
    wecom_process wecom;
    app host{wecom.config()};
    const auto& async = *static_cast<const idp_async_v1*>(host.table().get_extension(IDP_ASYNC_V1));
    visitor inside{host, async, host.come_back("bob")};
    const auto first = host.come_back("alice");
    idp_resolve_request request{};
    request.struct_size = sizeof request;
    request.grant_token = idp::str(first);
    REQUIRE(async.resolve_account_start(
                host.self(), &request,
                [](void* self, idp_status, idp_account*, const idp_error*) { static_cast<visitor*>(self)->visit(); },
                &inside, nullptr) == IDP_OK);
    CHECK(inside.ended.get_future().get() == IDP_OK);
    CHECK(inside.destroyed == IDP_E_INVALID);
    CHECK(inside.resolved == IDP_E_INVALID);
    CHECK(inside.cancelled == IDP_NO);
    CHECK(inside.begun == IDP_OK);
    CHECK(host.log_in("carol").story() == "OK carol");
}

TEST_CASE("F82: instances are made and used while others are destroyed", "[process]") {
    wecom_process wecom;
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, id = "instance" + std::to_string(i)] {
                for (int round = 0; round < 25; ++round)
                    failures += app{wecom.config(), id}.log_in().status != IDP_OK;
            });
    }
    CHECK(failures == 0);
}
