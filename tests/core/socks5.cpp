#include "core/socks5.hpp"

#include "support/outcome.hpp"

#include <string>

using namespace wecom;
using namespace std::string_view_literals;

namespace {

const auto open_proxy = parse_proxy("socks5://p.example:1080").value();
const auto closed_proxy = parse_proxy("socks5://user:canary@p.example:1080").value();
const auto target = parse_web_url("https://a.example").value();

template <class T>
std::string text_of(const result<T>& refused) {
    CHECK(outcome(refused) == "connect");
    const auto& text = refused.error().detail;
    CHECK(text.starts_with("the proxy p.example:1080 "));
    CHECK(text.find("canary") == text.npos);
    return text;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

std::string request_for(const char* url) { return std::string{make_socks5_request(*parse_web_url(url)).reveal()}; }

}  // namespace

TEST_CASE("a SOCKS5 proxy is told who we are only if it asks", "[socks5]") {
    CHECK(make_socks5_greeting(open_proxy).reveal() == "\5\1\0"sv);
    CHECK(make_socks5_greeting(closed_proxy).reveal() == "\5\2\0\2"sv);
    CHECK(parse_socks5_choice("\5\0"sv, open_proxy).value() == socks5_next::ask);
    CHECK(parse_socks5_choice("\5\0"sv, closed_proxy).value() == socks5_next::ask);
    CHECK(parse_socks5_choice("\5\2"sv, closed_proxy).value() == socks5_next::log_in);
    CHECK(make_socks5_login(closed_proxy).reveal() == "\1\4user\6canary");
    CHECK(outcome(parse_socks5_login_answer("\1\0"sv, closed_proxy)) == "ok");
}

TEST_CASE("a SOCKS5 proxy is asked for a name, which it resolves, or for an address", "[socks5]") {
    CHECK(request_for("https://a.example") == "\5\1\0\3\11a.example\1\273"sv);
    CHECK(request_for("https://192.0.2.1:8443") == "\5\1\0\1\300\0\2\1\40\373"sv);
    CHECK(request_for("https://[2001:db8::1]:1") == "\5\1\0\4\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1\0\1"sv);
}

TEST_CASE("an answer of a SOCKS5 proxy says how long it is", "[socks5]") {
    CHECK(parse_socks5_answer("\5\0\0\1x"sv, open_proxy, target).value() == 5);
    CHECK(parse_socks5_answer("\5\0\0\4x"sv, open_proxy, target).value() == 17);
    CHECK(parse_socks5_answer("\5\0\0\3\0"sv, open_proxy, target).value() == 2);
    CHECK(parse_socks5_answer("\5\0\0\3\377"sv, open_proxy, target).value() == 257);
}

TEST_CASE("F93: a refusal of a SOCKS5 proxy tells the operator what to do", "[socks5][F93]") {
    CHECK(contains(text_of(parse_socks5_choice("\5\377"sv, open_proxy)), "add them to /network/proxy"));
    CHECK(contains(text_of(parse_socks5_choice("\5\2"sv, open_proxy)), "add them to /network/proxy"));
    CHECK(contains(text_of(parse_socks5_choice("\5\377"sv, closed_proxy)), "does not take"));
    CHECK(contains(text_of(parse_socks5_choice("HT"sv, open_proxy)), "does not speak SOCKS5"));
    CHECK(contains(text_of(parse_socks5_login_answer("\1\1"sv, closed_proxy)), "correct them in /network/proxy"));
    const std::pair<std::string_view, const char*> table[] = {
        {"\5\1\0\1x"sv, "a.example:443 (general failure)"},
        {"\5\2\0\1x"sv, "rules"},
        {"\5\3\0\1x"sv, "network unreachable"},
        {"\5\4\0\1x"sv, "host unreachable"},
        {"\5\5\0\1x"sv, "connection refused"},
        {"\5\6\0\1x"sv, "too long"},
        {"\5\11\0\1x"sv, "general failure"},
        {"\5\0\0\2x"sv, "does not speak SOCKS5"},
        {"HTTP/"sv, "does not speak SOCKS5"},
    };
    for (const auto& [answer, text] : table)
        CHECK(contains(text_of(parse_socks5_answer(answer, open_proxy, target)), text));
}
