#include "core/begin_login.hpp"

#include "core/callback.hpp"
#include "support/a_config.hpp"
#include "support/outcome.hpp"

using namespace wecom;

namespace {

constexpr wall_ms now = 1'790'000'000'000;
constexpr std::string_view redirect_uri = "https://sso.example.com/callback/a";
constexpr auto desktop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36";

const std::string random_bytes(begin_login_random, '\x5A');

login_keys some_keys(char fill = 'k') {
    std::vector<secret> keys;
    keys.emplace_back(std::string(32, fill));
    return make_login_keys(std::move(keys), "tenant-a/wecom", a_config{});
}

// A request that is good as it stands; `change` says what the test is about.
template <class Change>
result<begun_login> begin(Change change, const config& settings = a_config{}.with("agentid", "1000002")) {
    login_request asked{redirect_uri, "/me", "", "", "", desktop, "zh-CN"};
    change(asked);
    return begin_login(settings, some_keys(), asked, random_bytes, now);
}

constexpr auto nothing = [](login_request&) {};

// The callback of that login in the same browser.
result<accepted_callback> come_back(const begun_login& begun, std::string_view binding = "") {
    const auto at = begun.location.find("state=") + 6;
    const auto state = begun.location.substr(at, begun.location.find_first_of("&#", at) - at);
    const auto query = "code=the-code&state=" + state;
    const callback brought{query, {begun.transaction}, redirect_uri, "", binding};
    const auto keys = some_keys();
    return accept_callback(brought, keys.transactions, keys.instance_hash, a_corpid, now);
}

}  // namespace

TEST_CASE("a login that is begun comes back with what the host gave along", "[begin_login]") {
    const auto begun = begin(nothing);
    REQUIRE(begun);
    CHECK(begun->mode == login_mode::qr);
    CHECK(begun->location.starts_with("https://login.work.weixin.qq.com/wwlogin/sso/login?"));

    const auto back = come_back(*begun);
    REQUIRE(back);
    CHECK(back->sealed.purpose == "login");
    CHECK(back->sealed.mode == "qr");
    CHECK(back->sealed.context == "/me");
    CHECK(back->sealed.issued == now);
    CHECK(!back->sealed.restarted());
}

TEST_CASE("a restarted login says so in its state", "[begin_login][T46]") {
    const auto begun = begin([](login_request& asked) { asked.restarted = true; });
    REQUIRE(begun);
    CHECK(begun->location.find("state=" + make_state(random_bytes.substr(0, 32), true)) != std::string::npos);
    CHECK(come_back(*begun)->granted.restarted);
}

TEST_CASE("a binding comes back only to the one who began it", "[begin_login][T04]") {
    const auto begun = begin([](login_request& asked) {
        asked.purpose = "bind";
        asked.binding = "user-1 session-1";
    });
    REQUIRE(begun);
    CHECK(come_back(*begun, "user-1 session-1")->sealed.purpose == "bind");
    CHECK(outcome(come_back(*begun, "user-2 session-2")) == "binding_mismatch");
}

TEST_CASE("a request that breaks the contract is refused", "[begin_login]") {
    const std::pair<const char*, void (*)(login_request&, std::string_view)> table[] = {
        {"", [](auto& asked, auto uri) { asked.redirect_uri = uri; }},
        {"/callback", [](auto& asked, auto uri) { asked.redirect_uri = uri; }},
        {"https://u@h/", [](auto& asked, auto uri) { asked.redirect_uri = uri; }},
        {"https://h/#f", [](auto& asked, auto uri) { asked.redirect_uri = uri; }},
        {"Login", [](auto& asked, auto text) { asked.purpose = text; }},
        {"a-purpose-with-minus", [](auto& asked, auto text) { asked.purpose = text; }},
        {"bind", [](auto& asked, auto text) { asked.purpose = text; }},
    };
    for (const auto& [value, change] : table) {
        INFO(value);
        CHECK(outcome(begin([&](login_request& asked) { change(asked, value); })) == "argument");
    }
}

TEST_CASE("a request with a text beyond its limit is told so", "[begin_login]") {
    const std::string long_text(513, 'x'), long_uri = "https://h/" + std::string(2039, 'p'), long_purpose(33, 'p');
    CHECK(outcome(begin([&](login_request& asked) { asked.redirect_uri = long_uri; })) == "too_long");
    CHECK(outcome(begin([&](login_request& asked) { asked.context = long_text; })) == "too_long");
    CHECK(outcome(begin([&](login_request& asked) { asked.binding = long_text; })) == "too_long");
    CHECK(outcome(begin([&](login_request& asked) { asked.purpose = long_purpose; })) == "too_long");
}

TEST_CASE("the mode that was asked for stands before the configured one", "[begin_login]") {
    const auto mode = [](std::string_view name) { return begin([=](login_request& asked) { asked.mode = name; }); };
    CHECK(mode("in_app")->mode == login_mode::in_app);
    CHECK(mode("qr_legacy")->mode == login_mode::qr_legacy);
    CHECK(mode("auto")->mode == login_mode::qr);
    CHECK(outcome(mode("saml")) == "mode");
    CHECK(outcome(begin([](auto& asked) { asked.mode = "qr"; }, a_config{})) == "config_field");
}

TEST_CASE("without the host's keys the app's secret seals, and a new secret ends logins under way", "[begin_login]") {
    const auto sealed_by = [](const char* app_secret) {
        return make_login_keys({}, "tenant-a/wecom", a_config{}.with("corpsecret", app_secret));
    };
    const login_request asked{redirect_uri, "", "", "", "", desktop, ""};
    const auto begun = begin_login(a_config{}, sealed_by("secret-one"), asked, random_bytes, now);
    REQUIRE(begun);
    const callback brought{"code=c", {begun->transaction}, redirect_uri, "", ""};
    const auto reason = [&](const login_keys& keys) {
        return outcome(accept_callback(brought, keys.transactions, keys.instance_hash, a_corpid, now));
    };
    CHECK(reason(sealed_by("secret-one")) == "state_mismatch");  // opened, and compared
    CHECK(reason(sealed_by("secret-two")) == "unreadable");
    CHECK(reason(some_keys()) == "unreadable");
}
