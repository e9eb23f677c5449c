#include "core/callback.hpp"

#include "support/outcome.hpp"

#include <algorithm>

using namespace wecom;

namespace {

constexpr wall_ms issued = 1'790'000'000'000;
constexpr wall_ms now = issued + 5000;
constexpr std::string_view corpid = "ww1a2b3c4d5e6f7a8b";
constexpr std::string_view redirect_uri = "https://sso.example.com/callback/a";

const sealer seals{"transaction", {secret{std::string(32, 'k')}}};
const sealer foreign_seals{"transaction", {secret{std::string(32, 'x')}}};

// A browser that comes back from WeCom. A test names only what differs from a login that went well.
struct browser {
    transaction begun{.state = make_state(std::string(32, 's'), false),
                      .instance_hash = short_hash("tenant-a/wecom"),
                      .purpose = "login",
                      .mode = "qr",
                      .context = "/me",
                      .redirect_hash = short_hash(redirect_uri),
                      .binding_hash = short_hash(""),
                      .issued = issued};
    std::string query = "code=the-code&state=" + begun.state;
    std::vector<std::string> cookies{sealed(begun)};

    static std::string sealed(const transaction& t, const sealer& by = seals) {
        return by.seal(pack(t), std::string(nonce_size, 'n'));
    }
    // Begins again as `change` says; the cookie and the query follow.
    template <class Change>
    static browser that(Change change) {
        browser out;
        change(out.begun);
        out.query = "code=the-code&state=" + out.begun.state;
        out.cookies = {sealed(out.begun)};
        return out;
    }
    static browser restarted() {
        return that([](transaction& t) { t.state = "r" + t.state; });
    }
};

// Where it arrives, and what the host expects of it.
struct arrival {
    std::string_view uri = redirect_uri, purpose = "", binding = "", instance = "tenant-a/wecom";
    wall_ms at = now;
};

result<accepted_callback> accept(const browser& from, const arrival& here = {}) {
    const callback brought{
        from.query, {from.cookies.begin(), from.cookies.end()}, here.uri, here.purpose, here.binding};
    return accept_callback(brought, seals, short_hash(here.instance), corpid, here.at);
}

browser with_cookies(std::vector<std::string> cookies) {
    browser out;
    out.cookies = std::move(cookies);
    return out;
}

browser with_query(std::string query) {
    browser out;
    out.query = std::move(query);
    return out;
}

std::string another_login() {
    return browser::sealed(browser::that([](auto& t) { t.state = make_state(std::string(32, 'o'), false); }).begun);
}

}  // namespace

TEST_CASE("a callback of the browser that began the login is accepted", "[callback]") {
    const auto accepted = accept(browser{});
    REQUIRE(accepted);
    CHECK(accepted->transaction_index == 0);
    CHECK(accepted->sealed.context == "/me");
    CHECK(accepted->sealed.purpose == "login");
    CHECK(accepted->sealed.mode == "qr");

    const auto& grant = accepted->granted;
    CHECK(grant.code.reveal() == "the-code");
    CHECK(grant.instance_hash == short_hash("tenant-a/wecom"));
    CHECK(grant.nonce_hash == sha256(browser{}.begun.state));
    CHECK(grant.issued == issued);
    CHECK(!grant.restarted);
}

TEST_CASE("a callback is accepted again, since nothing is remembered", "[callback][T17]") {
    CHECK(accept(browser{})->granted.nonce_hash == accept(browser{})->granted.nonce_hash);
}

TEST_CASE("a callback without a transaction starts the login again in this browser", "[callback][T46]") {
    const auto refused = accept(with_cookies({}));
    CHECK(outcome(refused) == "no_transaction");
    CHECK(kind_of(refused.error()) == kind::restart);
}

TEST_CASE("the code and state of an attacker are refused in the browser of the victim", "[callback][T03]") {
    // The victim has no login under way, or one of his own.
    CHECK(outcome(accept(with_cookies({}))) == "no_transaction");
    const auto refused = accept(with_cookies({another_login()}));
    CHECK(outcome(refused) == "state_mismatch");
    CHECK(kind_of(refused.error()) == kind::rejected);
}

TEST_CASE("whatever comes back has the status and reason of the contract", "[callback]") {
    struct row {
        const char* what;
        browser from;
        kind expected;
        const char* reason;
    };
    const auto other = [](auto member, std::string value) {
        return browser::that([=](transaction& t) { t.*member = value; });
    };
    const auto issued_at = [](wall_ms at) { return browser::that([=](transaction& t) { t.issued = at; }); };
    const auto state = browser{}.begun.state;
    const row table[] = {
        {"no cookie", with_cookies({}), kind::restart, "no_transaction"},
        {"too old", issued_at(now - 600'001), kind::restart, "expired"},
        {"from the future", issued_at(now + 60'001), kind::restart, "expired"},
        {"forgotten key", with_cookies({browser::sealed(browser{}.begun, foreign_seals)}), kind::restart, "unreadable"},
        {"cookie cut", with_cookies({browser{}.cookies[0].substr(0, 36)}), kind::restart, "unreadable"},
        {"state missing", with_query("code=c"), kind::rejected, "state_mismatch"},
        {"state empty", with_query("code=c&state="), kind::rejected, "state_mismatch"},
        {"state of another", with_query("code=c&state=abc"), kind::rejected, "state_mismatch"},
        {"instance", other(&transaction::instance_hash, short_hash("tenant-b")), kind::rejected, "other_instance"},
        {"appid", with_query("code=c&appid=wwother&state=" + state), kind::rejected, "other_instance"},
        {"binding", other(&transaction::binding_hash, short_hash("b")), kind::rejected, "binding_mismatch"},
        {"address", other(&transaction::redirect_hash, short_hash("x")), kind::rejected, "other_redirect_uri"},
        {"duplicated", with_query("code=c&code=d&state=" + state), kind::rejected, "malformed"},
        {"too long", with_query("code=" + std::string(513, 'c')), kind::rejected, "malformed"},
        {"ill-charactered", with_query("code=c%00&state=" + state), kind::rejected, "malformed"},
        {"cookie not base64url", with_cookies({"not base64url"}), kind::rejected, "malformed"},
        {"cookie too long", with_cookies({std::string(1028, 'A')}), kind::rejected, "malformed"},
        {"no code", with_query("state=" + state), kind::denied, "user_refused"},
        {"empty code", with_query("code=&state=" + state), kind::denied, "user_refused"},
    };
    for (const auto& row : table) {
        INFO(row.what);
        const auto refused = accept(row.from);
        CHECK(outcome(refused) == row.reason);
        CHECK(kind_of(refused.error()) == row.expected);
        CHECK(refused.error().detail.starts_with("callback: "));
    }
}

TEST_CASE("a login that was restarted is never restarted again, with or without its cookie", "[callback][T46]") {
    const auto lost = [](std::vector<std::string> cookies) {
        auto out = browser::restarted();
        out.cookies = std::move(cookies);
        return out;
    };
    const auto late = browser::that([](transaction& t) {
        t.state = "r" + t.state;
        t.issued = now - 600'001;
    });
    const std::pair<browser, const char*> table[] = {
        {lost({}), "no_transaction"},
        {lost({browser::sealed(browser::restarted().begun, foreign_seals)}), "unreadable"},
        {late, "expired"},
    };
    for (const auto& [from, reason] : table) {
        const auto refused = accept(from);
        CHECK(outcome(refused) == reason);
        CHECK(kind_of(refused.error()) == kind::rejected);
    }
    CHECK(accept(browser::restarted())->granted.restarted);
}

TEST_CASE("a transaction of one configuration is refused at the callback of another", "[callback][T16]") {
    CHECK(outcome(accept(browser{}, {.instance = "tenant-b/wecom"})) == "other_instance");
    CHECK(outcome(accept(browser{}, {.uri = "https://sso.example.com/callback/b"})) == "other_redirect_uri");
}

TEST_CASE("an appid is compared with the configured corporation, without regard to case", "[callback][T16]") {
    const auto state = browser{}.begun.state;
    CHECK(accept(with_query("code=c&state=" + state + "&appid=WW1A2B3C4D5E6F7A8B")));
    CHECK(accept(with_query("code=c&state=" + state + "&appid=")));
    CHECK(outcome(accept(with_query("code=c&state=" + state + "&appid=ww1a2b3c4d5e6f7a8"))) == "other_instance");
}

TEST_CASE("a login cannot complete as a binding, nor one person's binding as another's", "[callback][T04]") {
    const auto binding = browser::that([](transaction& t) {
        t.purpose = "bind";
        t.binding_hash = short_hash("user-1 session-1");
    });
    CHECK(accept(binding, {.purpose = "bind", .binding = "user-1 session-1"}));
    CHECK(accept(binding, {.binding = "user-1 session-1"}));
    CHECK(outcome(accept(binding, {.purpose = "login", .binding = "user-1 session-1"})) == "other_purpose");
    CHECK(outcome(accept(browser{}, {.purpose = "bind"})) == "other_purpose");
    CHECK(outcome(accept(binding, {.purpose = "bind", .binding = "user-2 session-2"})) == "binding_mismatch");
    CHECK(outcome(accept(binding, {.purpose = "bind"})) == "binding_mismatch");
    CHECK(outcome(accept(browser{}, {.purpose = "login", .binding = "user-1 session-1"})) == "binding_mismatch");
}

TEST_CASE("a parameter that comes twice is refused, whatever the cookies say", "[callback][T11]") {
    auto from = with_query("code=a&%63ode=b&state=" + browser{}.begun.state);
    CHECK(outcome(accept(from)) == "malformed");
    from.cookies.clear();
    CHECK(outcome(accept(from)) == "malformed");
}

TEST_CASE("the tab that comes back finds its own transaction, in any order of cookies", "[callback]") {
    std::vector<std::string> cookies{browser{}.cookies[0], another_login(), "not base64url",
                                     browser::sealed(browser{}.begun, foreign_seals), ""};
    std::sort(cookies.begin(), cookies.end());
    do {
        const auto accepted = accept(with_cookies(cookies));
        REQUIRE(accepted);
        CHECK(cookies[accepted->transaction_index] == browser{}.cookies[0]);
    } while (std::next_permutation(cookies.begin(), cookies.end()));
}

TEST_CASE("a refusal does not depend on the order of cookies", "[callback]") {
    const auto ours = another_login(), foreign = browser::sealed(browser{}.begun, foreign_seals);
    const auto both_ways = [](const std::string& one, const std::string& other, std::string_view reason) {
        CHECK(outcome(accept(with_cookies({one, other}))) == reason);
        CHECK(outcome(accept(with_cookies({other, one}))) == reason);
    };
    both_ways(ours, foreign, "state_mismatch");
    both_ways(ours, "?", "malformed");
    both_ways(foreign, "?", "malformed");
}

TEST_CASE("a cookie with any character changed is refused", "[callback][T03]") {
    const auto good = browser{}.cookies[0];
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto bad = good;
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        CHECK(!accept(with_cookies({bad})));
    }
}

TEST_CASE("a login under way survives a difference of clocks of a minute and ends after ten", "[callback]") {
    CHECK(accept(browser{}, {.at = issued - 60'000}));
    CHECK(outcome(accept(browser{}, {.at = issued - 60'001})) == "expired");
    CHECK(accept(browser{}, {.at = issued + 600'000}));
    CHECK(outcome(accept(browser{}, {.at = issued + 600'001})) == "expired");
}

TEST_CASE("a refusal shows neither code nor state", "[callback][T13]") {
    const auto refused = accept(with_query("code=canary-code&state=canarystate"));
    CHECK(refused.error().detail.find("canary") == std::string::npos);
}
