#include "io/exchange.hpp"

#include "support/event_loop.hpp"
#include "support/outcome.hpp"
#include "support/scripted_transport.hpp"
#include "support/test_clock.hpp"

#include <charconv>
#include <string>
#include <vector>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

// An answer's body is just the errcode.
result<int> parse(api_call call, std::string_view body) {
    int errcode = 0;
    const auto [end, ec] = std::from_chars(body.data(), body.data() + body.size(), errcode);
    if (ec != std::errc{} || end != body.data() + body.size()) return error{.code = errc::json};
    return errcode == 0 ? result<int>{0} : upstream_error(call, errcode, "");
}

using script_line = scripted_transport::line;
using happening = void (*)(script_line&);

void unsent(script_line& line) { line.fail(errc::connect, reach::not_sent); }
void kept_dead(script_line& line) { line.fail(errc::net, reach::kept_unanswered); }
void lost(script_line& line) { line.fail(errc::net, reach::lost); }
void too_late(script_line& line) { line.fail(errc::deadline, reach::lost); }
void too_late_to_send(script_line& line) { line.fail(errc::deadline, reach::not_sent); }
void untrusted(script_line& line) { line.fail(errc::tls_cert, reach::not_sent); }
void garbled(script_line& line) { line.fail(errc::http_proto, reach::answered); }
void html_502(script_line& line) { line.reply(502, "<html>"); }
void html_200(script_line& line) { line.reply(200, "<html>"); }
void status_429(script_line& line) { line.reply(429, ""); }
void status_429_later(script_line& line) { line.reply(429, "", 1s); }
void broken_off(script_line& line) { line.fail(errc::breaker, reach::not_sent); }
template <int Errcode>
void says(script_line& line) {
    line.reply(200, std::to_string(Errcode));
}
constexpr auto ok = says<0>;

// One call of the API that meets these one after the other, and must meet all of them.
result<int> call(api_call which, const std::vector<happening>& script, std::chrono::milliseconds timeout = 8s) {
    const test_clock clock;
    event_loop loop;
    scripted_transport wire;
    for (const auto happens : script)
        happens(wire.expect("/api"));
    const auto read = [which](std::string_view body) { return parse(which, body); };
    return loop.run(exchange<int>(wire, which, {secret{std::string{"/api"}}}, read, clock.around(), clock.in(timeout)));
}

result<int> spend_code(const std::vector<happening>& script) { return call(api_call::getuserinfo, script); }

}  // namespace

TEST_CASE("a failure that lasts is met as often as the retry table allows, and ends as it says", "[exchange]") {
    struct row {
        happening happens;
        std::size_t gettoken, getuserinfo, others;  // attempts
        std::string_view ends, getuserinfo_ends;
    };
    const auto [happens, gettoken, getuserinfo, others, ends, getuserinfo_ends] = GENERATE(values<row>({
        {unsent, 3, 3, 3, "connect", "connect"},
        {kept_dead, 3, 2, 3, "net", "ambiguous"},
        {lost, 3, 1, 3, "net", "ambiguous"},
        {html_502, 3, 1, 3, "http_status", "http_status"},
        {html_200, 1, 1, 1, "json", "json"},
        {status_429, 1, 1, 1, "rate", "rate"},
        {broken_off, 1, 1, 1, "breaker", "breaker"},
        {garbled, 1, 1, 1, "http_proto", "http_proto"},
        {says<-1>, 3, 3, 3, "busy", "busy"},
        {says<45009>, 1, 1, 1, "rate", "rate"},
        {says<45033>, 1, 1, 1, "busy", "busy"},
        {says<40014>, 1, 1, 1, "token_refused", "token_refused"},
        {says<42001>, 1, 1, 1, "token_refused", "token_refused"},
        {says<40013>, 1, 1, 1, "credential", "credential"},
        {says<60020>, 1, 1, 1, "ip_not_trusted", "ip_not_trusted"},
        {says<50001>, 1, 1, 1, "upstream", "upstream"},
        {says<40029>, 1, 1, 1, "code_invalid", "code_invalid"},
        {untrusted, 1, 1, 1, "tls_cert", "tls_cert"},
        {too_late, 1, 1, 1, "deadline", "deadline"},
        {too_late_to_send, 1, 1, 1, "deadline", "deadline"},
    }));
    CAPTURE(ends);
    CHECK(outcome(call(api_call::gettoken, {gettoken, happens})) == ends);
    CHECK(outcome(call(api_call::getuserinfo, {getuserinfo, happens})) == getuserinfo_ends);
    CHECK(outcome(call(api_call::user_get, {others, happens})) == ends);
    CHECK(outcome(call(api_call::getuserdetail, {others, happens})) == ends);
}

TEST_CASE("a request that carries a code is repeated only in four cases", "[exchange][T50]") {
    SECTION("(a) nothing of it was written") { CHECK(outcome(spend_code({unsent, unsent, ok})) == "ok"); }
    SECTION("(b) once, when a kept connection ended without a byte") {
        CHECK(outcome(spend_code({kept_dead, ok})) == "ok");
        CHECK(outcome(spend_code({kept_dead, unsent, ok})) == "ok");
        CHECK(outcome(spend_code({kept_dead, kept_dead})) == "ambiguous");
        CHECK(outcome(spend_code({kept_dead, lost})) == "ambiguous");
    }
    SECTION("(c) by whoever can replace the token, not here") {
        CHECK(outcome(spend_code({says<42001>})) == "token_refused");
    }
    SECTION("(d) after -1, at most twice") {
        CHECK(outcome(spend_code({says<-1>, says<-1>, ok})) == "ok");
        CHECK(outcome(spend_code({says<-1>, lost})) == "ambiguous");
    }
}

TEST_CASE("a code that a repeat finds used is ambiguous, one that the first request finds used is not", "[exchange]") {
    CHECK(outcome(spend_code({says<40029>})) == "code_invalid");
    CHECK(outcome(spend_code({unsent, says<40029>})) == "code_invalid");
    CHECK(outcome(spend_code({kept_dead, says<40029>})) == "ambiguous");
    CHECK(outcome(spend_code({says<-1>, says<40029>})) == "ambiguous");
}

TEST_CASE("a lost answer stays ambiguous when the repeat does not get through", "[exchange]") {
    CHECK(outcome(spend_code({kept_dead, unsent, unsent})) == "ambiguous");
    CHECK(outcome(spend_code({kept_dead, untrusted})) == "ambiguous");
    CHECK(outcome(spend_code({kept_dead, too_late_to_send})) == "deadline");
}

TEST_CASE("a failure says that the code is unsent only if nothing was ever written", "[exchange]") {
    const auto [script, unsent_code] = GENERATE(table<std::vector<happening>, bool>({
        {{unsent, unsent, unsent}, true},
        {{too_late_to_send}, true},
        {{unsent, untrusted}, true},
        {{too_late}, false},
        {{lost}, false},
        {{kept_dead, unsent, unsent}, false},
        {{says<-1>, unsent, unsent}, false},
        {{says<40014>}, false},
        {{html_502}, false},
    }));
    CHECK(spend_code(script).error().code_unsent == unsent_code);
}

TEST_CASE("F35: a request that may be repeated waits as long as a server asks, if there is time", "[exchange][F35]") {
    CHECK(outcome(call(api_call::gettoken, {status_429_later, ok})) == "ok");
    CHECK(outcome(call(api_call::gettoken, {status_429_later}, 900ms)) == "rate");
    const auto spent = spend_code({status_429_later});
    CHECK(outcome(spent) == "rate");
    CHECK(spent.error().retry_after == 1s);
}

TEST_CASE("an answer says whether the server was able to work, whatever it thinks of the request", "[exchange]") {
    const auto [happens, able] = GENERATE(table<happening, bool>({{ok, true},
                                                                  {says<40029>, true},
                                                                  {says<45033>, true},
                                                                  {html_200, true},
                                                                  {says<45009>, false},
                                                                  {status_429, false}}));
    const test_clock clock;
    event_loop loop;
    scripted_transport wire;
    happens(wire.expect("/api"));
    const auto read = [](std::string_view body) { return parse(api_call::getuserinfo, body); };
    loop.run(
        exchange<int>(wire, api_call::getuserinfo, {secret{std::string{"/api"}}}, read, clock.around(), clock.in(8s)));
    CHECK(wire.judged == std::vector<bool>{able});
}

TEST_CASE("a pause that would end after the deadline is not begun", "[exchange]") {
    CHECK(outcome(call(api_call::gettoken, {unsent}, 0ms)) == "connect");
}

TEST_CASE("pauses are spread over up to 50 ms, then up to 100 ms", "[retry]") {
    retry_story story{api_call::gettoken};
    const failed_attempt refused{{.code = errc::connect}, reach::not_sent};
    SECTION("the longest") {
        CHECK(story.after(refused, 50) == 50ms);
        CHECK(story.after(refused, 100) == 100ms);
    }
    SECTION("the shortest") {
        CHECK(story.after(refused, 51) == 0ms);
        CHECK(story.after(refused, 101) == 0ms);
    }
    CHECK_FALSE(story.after(refused, 0));
}
