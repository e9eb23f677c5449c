#include "validator/tests/network_tests.hpp"
#include "validator/tests/untrue_answers.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace validator {

using namespace std::chrono_literals;

void duplicate_headers(trial& of) {
    const auto lengths = [](int first, int second) {
        return [first, second](tls_peer& peer, const std::string& truth) {
            const auto body = body_of(truth);
            const auto length = [&](int more) {
                return "Content-Length: " + std::to_string(static_cast<int>(body.size()) + more) + "\r\n";
            };
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + length(first) + length(second) +
                      "\r\n" + body);
            peer.leave();
        };
    };
    expect_no_login_by(of, {{"a length, and one more a byte less", lengths(0, -1)},
                            {"a length, and before it one a byte less", lengths(-1, 0)}});
}

void redirect_not_followed(trial& of) {
    tls_server elsewhere{make_certificate({}, nullptr)};
    const auto port = std::to_string(elsewhere.port());
    std::vector<named_untruth> lies;
    for (const std::string status :
         {"301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"})
        for (const std::string scheme : {"https", "http"})
            lies.push_back({status + " to " + scheme, [=](tls_peer& peer, const std::string& truth) {
                                const auto to = "Location: " + scheme + "://127.0.0.1:" + port + "/login\r\n";
                                peer.send(http_answer(body_of(truth), to, status));
                            }});
    expect_no_login_by(of, lies);
    expect(elsewhere.connections() == 0,
           "the provider's server redirected to another host and " + std::to_string(elsewhere.connections()) +
               " connections were made there: a redirect would take secret or code along");
}

void reset_mid_answer(trial& of) {
    const auto after = [](std::size_t (*kept)(std::size_t)) {
        return [kept](tls_peer& peer, const std::string& truth) {
            peer.send(truth.substr(0, kept(truth.size())));
            peer.wait_until_delivered();
            peer.reset();
        };
    };
    expect_no_login_by(of, {{"a reset instead of the answer", after([](std::size_t) -> std::size_t { return 0; })},
                            {"a reset within the header", after([](std::size_t) -> std::size_t { return 10; })},
                            {"a reset before the last byte", after([](std::size_t size) { return size - 1; })}});
}

namespace {

std::string of_somebody_else(std::string request) {
    const auto code = code_in(request);
    if (!code.empty()) request.replace(request.find(code), code.size(), fresh_code());
    return request;
}

// Answers requests truly, and once more for somebody else.
class smuggler {
public:
    // The second answer comes with the first, right behind it in a packet, or when the login has ended and the
    // connection is idle: later than that no client could tell it from the answer to the next request.
    enum class way { in_one_record, in_one_packet, when_idle };

    smuggler(stand_in& provider, way how, std::string last_path) : last_path_{std::move(last_path)} {
        provider.lie([this, &provider, how](tls_peer& peer) {
            peer.handshake();
            while (!peer.over()) {
                const auto request = peer.read_request();
                const auto truth = provider.answer_to(request);
                send(peer, how, truth, provider.answer_to(of_somebody_else(request)));
            }
        });
    }
    void wait_until_sent() {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, 1s, [&] { return std::exchange(sent_, false); });
    }

private:
    void send(tls_peer& peer, way how, const std::string& truth, const std::string& more) {
        if (how == way::in_one_record) return peer.send(truth + more);
        if (how == way::in_one_packet) return peer.send_at_once({truth, more});
        peer.send(truth);
        if (path_of(peer.last_request()) != last_path_) return;
        peer.wait_until_delivered();
        peer.send(more);
        peer.wait_until_delivered();
        const std::lock_guard lock{mutex_};
        sent_ = true;
        changed_.notify_all();
    }

    const std::string last_path_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool sent_ = false;
};

}  // namespace

void unsolicited_second_answer(trial& of) {
    if (of.recipe.subject.find("${person}") == std::string::npos)
        throw skipped{"by the recipe everybody has the same account"};
    using enum smuggler::way;
    constexpr smuggler::way ways[] = {in_one_record, in_one_packet, when_idle};
    of.table();
    at_once(std::size(ways), [&](int i) {
        stage here{of};
        smuggler server{*here.server, ways[i], of.recipe.answers.back().path};
        for (int person = 0; person < 8; ++person) {
            const auto call = resolve_strictly(*here.plugin, arrive(*here.plugin), {.timeout = 3s});
            if (call.ok() && ways[i] == when_idle) server.wait_until_sent();
        }
        here.host.expect_no_breach();
    });
}

namespace {

void expect_distrust(trial& of, const std::string& whom, const std::function<credentials(const stand_in&)>& make) {
    stage here{of};
    const auto shown = make(*here.server);
    here.server->server().present(shown);
    const auto call = resolve_strictly(*here.plugin, arrive(*here.plugin), {.timeout = 3s});
    expect(here.server->requests() == 0, "the provider's server showed a certificate " + whom + " and was sent " +
                                             std::to_string(here.server->requests()) +
                                             " requests: whoever it is reads secret and code");
    expect(!call.ok(), "resolve_account answered IDP_OK, though the server's certificate is one " + whom);
    if (call.status != IDP_E_NETWORK)
        of.warn("a certificate " + whom + " is answered with " + call.story() +
                "; IDP_E_NETWORK would say whose problem it is");
    here.host.expect_no_breach();
}

}  // namespace

void expired_certificate(trial& of) {
    expect_distrust(of, "that has expired", [](const stand_in& provider) {
        return provider.authority().issue({.begins = -7200s, .ends = -3600s});
    });
    expect_distrust(of, "that is not valid yet", [](const stand_in& provider) {
        return provider.authority().issue({.begins = 3600s, .ends = 7200s});
    });
}

void wrong_name_certificate(trial& of) {
    expect_distrust(of, "of another name", [](const stand_in& provider) {
        return provider.authority().issue({.names = "DNS:elsewhere.example, IP:127.0.0.2"});
    });
    expect_distrust(of, "that is for clients",
                    [](const stand_in& provider) { return provider.authority().issue({.usage = "clientAuth"}); });
}

void self_signed_certificate(trial& of) {
    expect_distrust(of, "that it signed itself", [](const stand_in&) { return make_certificate({}, nullptr); });
    expect_distrust(of, "of an authority nobody named",
                    [](const stand_in&) { return certificate_authority{}.issue(); });
}

}  // namespace validator
