#include "validator/network/deaf_port.hpp"
#include "validator/tests/network_tests.hpp"
#include "validator/tests/punctuality.hpp"
#include "validator/tests/untrue_answers.hpp"

#include <algorithm>
#include <memory>

namespace validator {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

struct silence {
    std::string name;
    std::function<void(stand_in&)> fall;
};

void drip(tls_peer& peer, const std::string& head) {
    peer.handshake();
    peer.read_request();
    for (peer.send(head);; peer.pause(20ms))
        peer.send("x");
}

std::vector<silence> silences(const test_recipe& recipe) {
    const auto on_connections = [](tls_server::script what) {
        return [what](stand_in& provider) { provider.lie(what); };
    };
    std::vector<silence> out{{"silence after the connection was accepted",
                              on_connections([](tls_peer& p) { p.wait_until_client_leaves(); })},
                             {"silence after the handshake", on_connections([](tls_peer& p) {
                                  p.handshake();
                                  p.wait_until_client_leaves();
                              })},
                             {"a header that comes byte by byte",
                              on_connections([](tls_peer& p) { drip(p, "HTTP/1.1 200 OK\r\nX-Drip: "); })},
                             {"a body that comes byte by byte", on_connections([](tls_peer& p) {
                                  drip(p, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                              })}};
    for (const auto& answer : recipe.answers)
        out.push_back({"silence after the request for " + answer.path, [path = answer.path](stand_in& provider) {
                           lie_about(provider, path,
                                     [](tls_peer& peer, const std::string&) { peer.wait_until_client_leaves(); });
                       }});
    return out;
}

// A few at once, to a server of their own: more failures of one server than that, and a provider may rightly answer
// IDP_E_BUSY without asking it again.
constexpr int small_crowd = 8;

void wait_in_silence(trial& of, const silence& kind, milliseconds timeout, int people, const punctuality& watch) {
    stage here{of};
    kind.fall(*here.server);
    at_once(people, [&](int) {
        const auto call = resolve_strictly(*here.plugin, arrive(*here.plugin), {.timeout = timeout});
        watch.expect_by(call, timeout, kind.name);
        expect(!call.ok(), "resolve_account answered IDP_OK despite " + kind.name);
    });
}

void knock_in_vain(trial& of, milliseconds timeout, const punctuality& watch) {
    const deaf_port nobody;
    const certificate_authority authority;
    attentive_host host;
    guest person{of, host,
                 of.recipe.config_json("https://localhost:" + std::to_string(nobody.port()), authority.pem_file())};
    at_once(small_crowd, [&](int) {
        const auto call = resolve_strictly(person, arrive(person), {.timeout = timeout});
        watch.expect_by(call, timeout, "a server that does not accept");
        expect(!call.ok(), "resolve_account answered IDP_OK, though no server was reached");
    });
}

}  // namespace

void deadline(trial& of) {
    of.table();
    const punctuality watch;
    const auto kinds = silences(of.recipe);
    const auto waves = static_cast<int>(of.rounds) / 80 + 1;
    std::vector<std::function<void()>> waits;
    for (const auto& kind : kinds)
        waits.push_back([&] {
            for (int wave = 0; wave < waves; ++wave)
                wait_in_silence(of, kind, 200ms, small_crowd, watch);
        });
    waits.push_back([&] { knock_in_vain(of, 200ms, watch); });
    if (of.rounds >= 100)  // fewer are asked for where time is short
        for (const auto timeout : {1000ms, 5000ms}) {
            for (const auto& kind : kinds)
                waits.push_back([&, timeout] { wait_in_silence(of, kind, timeout, 1, watch); });
            waits.push_back([&, timeout] { knock_in_vain(of, timeout, watch); });
        }
    at_once(static_cast<int>(waits.size()), [&](int i) { waits[static_cast<std::size_t>(i)](); });
}

}  // namespace validator
