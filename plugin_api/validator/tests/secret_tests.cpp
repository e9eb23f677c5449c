#include "validator/tests/canaries.hpp"
#include "validator/tests/one_line.hpp"
#include "validator/tests/sections.hpp"
#include "validator/tests/untrue_answers.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>

namespace validator {

using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

// All that a login shows to anybody, on its way and at its end.
void expect_discretion(const test_recipe& recipe, stage& here) {
    journey out;
    const auto began = here.plugin->begin(out);
    expect_no_canary(recipe, {}, out.location, "the location of build_authorize_url");
    expect_no_canary(recipe, {}, out.transaction, "the transaction of build_authorize_url");
    expect_no_canary(recipe, {out.code}, text_of(began.error), "the error of build_authorize_url");
    idp::owned<idp_grant> grant;
    const auto back = here.plugin->come_back(out, grant);
    expect_no_canary(recipe, {out.code}, idp::view(grant->token), "the grant of handle_callback");
    expect_no_canary(recipe, {out.code}, text_of(back.error), "the error of handle_callback");
    if (!back.ok()) return;
    idp::owned<idp_account> account;
    const std::string token{idp::view(grant->token)};
    const auto call = here.plugin->resolve(token, account, {.timeout = 3s});
    expect_no_canary(recipe, {out.code, token}, text_of(call.error), "the error of resolve_account");
    for (const auto& text : {account->issuer, account->display_name, account->email, account->phone,
                             account->avatar_url, account->claims_json})
        expect_no_canary(recipe, {token}, idp::view(text), "the account of resolve_account");
    expect_no_canary(recipe, {out.code, token}, here.host.logs());
}

// The text in place of every string.
json::value with_strings(json::value of, const std::string& text) {
    if (auto* object = of.if_object())
        for (auto& [key, value] : *object)
            value = with_strings(std::move(value), text);
    else if (of.is_string())
        of = json::value(text);
    return of;
}

std::string body_with_strings(const recipe_answer& answer, const std::string& text) {
    boost::system::error_code no_json;
    const auto body = json::parse(answer.body, no_json);
    return no_json ? text : json::serialize(with_strings(body, text));
}

// The ways in which a server may give back what it was sent: head, words of the status, a text that is no JSON.
std::vector<named_untruth> echoes() {
    const auto target = [](tls_peer& peer) {
        const auto& request = peer.last_request();
        return request.substr(0, request.find("\r\n"));
    };
    return {{"words", [=](tls_peer& peer, const std::string&) { peer.send(http_answer(target(peer))); }},
            {"a status",
             [=](tls_peer& peer, const std::string&) {
                 peer.send(http_answer("{}", "X-Request: " + target(peer) + "\r\n", "500 " + target(peer)));
             }},
            {"a whole request",
             [](tls_peer& peer, const std::string&) {
                 peer.send(http_answer(peer.last_request(), "Content-Type: text/html\r\n", "404 Not Found"));
             }},
            {"a redirect",
             [=](tls_peer& peer, const std::string&) {
                 peer.send(http_answer("", "Location: https://localhost/?" + target(peer) + "\r\n", "302 Found"));
             }},
            {"the truth, spoiled",
             [=](tls_peer& peer, const std::string& truth) { peer.send(http_answer(body_of(truth) + target(peer))); }}};
}

void no_secret_leak(trial& of) {
    const auto manifest = std::filesystem::path{of.library}.replace_extension(".idp.json");
    std::ifstream file{manifest};
    expect_no_canary(of.recipe, {}, std::string{std::istreambuf_iterator<char>{file}, {}}, manifest.string());
    std::vector<std::function<void(stage&)>> scenes{[](stage&) {}};
    for (const auto& answer : of.recipe.answers)
        for (const auto& echo : echoes())
            scenes.push_back([&, echo](stage& here) { lie_about(*here.server, answer.path, echo.tell); });
    // Each error, its words being what was asked.
    for (const auto* error : different_errors(of.recipe))
        scenes.push_back([error](stage& here) {
            lie_about(*here.server, error->answer.path, [error](tls_peer& peer, const std::string&) {
                peer.send(http_answer(body_with_strings(error->answer, peer.last_request())));
            });
        });
    of.table();
    at_once(static_cast<int>(scenes.size()), [&](int i) {
        stage here{of};
        scenes[static_cast<std::size_t>(i)](here);
        expect_discretion(of.recipe, here);
        expect_discretion(of.recipe, here);  // what was remembered is told to the next person
    });
}

constexpr std::size_t longest_record = 65'536;

void expect_decent_words(const stage& here, const idp_error& error) {
    for (const std::string_view text : {error.reason, error.upstream, error.public_text, error.detail})
        expect_one_line(text, "an error");
    for (const auto& line : here.host.logs()) {
        expect_one_line(line.text, "a log record");
        expect(line.text.size() <= longest_record,
               "a log record has " + std::to_string(line.text.size()) + " bytes of what the provider's server said");
    }
    here.host.expect_no_breach();
}

// Words of a server that forge lines of a log, or take a terminal over.
const std::vector<std::string> hostile_words{
    "denied\r\n2026-01-01 INFO alice signed in \x1b[2J\x1b]0;owned\x07 %s%n%s{}{0}",
    "\xe2\x80\xae"
    "drowssap \xe2\x80\xa8next\xe2\x80\xa9 \xc2\x85\xc2\x9b"
    "31m" +
        std::string("nul\0nul", 7),
    std::string(std::size_t{1} << 20, 'A')};

void log_injection(trial& of) {
    of.table();
    const auto errors = different_errors(of.recipe);
    if (errors.empty()) throw skipped{"the recipe names no errors"};
    at_once(static_cast<int>(errors.size() * hostile_words.size()), [&](int i) {
        const auto& error = *errors[static_cast<std::size_t>(i) % errors.size()];
        const auto& words = hostile_words[static_cast<std::size_t>(i) / errors.size()];
        stage here{of};
        lie_about(*here.server, error.answer.path, [&](tls_peer& peer, const std::string&) {
            peer.send(http_answer(body_with_strings(error.answer, words)));
        });
        idp::owned<idp_account> account;
        const auto call = here.plugin->resolve(arrive(*here.plugin).token, account, {.timeout = 3s});
        if (!call.ok()) expect_zero(account, call);
        expect_decent_words(here, call.error);
    });
}

// What a client says about itself in its first message.
int look_at_hello(SSL* connection, int*, void* breaches) {
    const unsigned char* bytes = nullptr;
    std::size_t size = 0;
    auto& wrong = *static_cast<std::atomic<int>*>(breaches);
    if (SSL_client_hello_get0_compression_methods(connection, &bytes) != 1 || bytes[0] != 0) wrong |= 1;
    if (SSL_client_hello_get0_ext(connection, TLSEXT_TYPE_early_data, &bytes, &size) == 1) wrong |= 2;
    if (SSL_client_hello_get0_ext(connection, TLSEXT_TYPE_supported_versions, &bytes, &size) == 1)
        for (std::size_t at = 1; at + 1 < size; at += 2)
            if (bytes[at] == 3 && bytes[at + 1] < 3) wrong |= 4;  // 3, 3 is TLS 1.2
    return SSL_CLIENT_HELLO_SUCCESS;
}

void expect_no_old_tls(trial& of) {
    stage here{of};
    auto* const context = here.server->server().context();
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
    const auto call = resolve_strictly(*here.plugin, arrive(*here.plugin), {.timeout = 3s});
    expect(!call.ok() && here.server->requests() == 0,
           "resolve_account spoke to a server that knows no TLS newer than 1.1: it is not safe any more");
}

void tls_only(trial& of) {
    std::atomic<int> wrong{0};
    stage here{of};
    auto& server = here.server->server();
    SSL_CTX_set_client_hello_cb(server.context(), &look_at_hello, &wrong);
    server.offer_early_data();
    for (int person = 0; person < 3; ++person) {
        here.plugin->must_log_in();
        server.cut_connections();  // the next begins with a handshake again
    }
    expect(server.handshakes() == server.connections(),
           "of " + std::to_string(server.connections()) + " connections to an https origin " +
               std::to_string(server.connections() - server.handshakes()) + " did not begin with a TLS handshake");
    expect((wrong & 1) == 0, "a handshake offers compression: it gives away what is encrypted");
    expect((wrong & 2) == 0 && server.early_data() == 0,
           "a request was sent as early data: who records it can send it again");
    expect((wrong & 4) == 0, "a handshake offers TLS 1.1 or older");
    expect_no_old_tls(of);
    here.host.expect_no_breach();
}

}  // namespace

section secret_tests() {
    using enum needs;
    static constexpr contract_test tests[] = {
        {"no-secret-leak",
         "The provider shows secret, token, code and grant to nobody, whatever the server gives back.", "R16", instance,
         no_secret_leak},
        {"log-injection", "The provider says in one line what a server says in many.", "R16", network, log_injection},
        {"tls-only", "The provider speaks TLS 1.2 or newer, and says nothing before it is agreed.", "R16", network,
         tls_only},
    };
    return tests;
}

}  // namespace validator
