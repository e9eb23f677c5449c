// What is special about the example in C: its configuration, its users, and that a grant is good once.

#include "login.hpp"
#include "support/catch.hpp"

using abi_test::login;
using abi_test::outcome;
using abi_test::sized;

namespace {

struct minimal : login {
    minimal() : login{GOOD_MINIMAL, R"({"users": "alice bob"})"} {}
    outcome sign_in(const std::string& user) {
        const auto begun = begin();
        const auto said = come_back("state=" + begun.state + "&code=" + user, {begun.transaction});
        return said == outcome{} ? resolve() : said;
    }
};

outcome created(const std::string& config, const std::vector<idp_str>& keys = {}, const std::string& id = "test/1") {
    const auto provider = idp::provider::open(GOOD_MINIMAL);
    abi_test::test_host host;
    auto request = sized<idp_create_request>();
    request.instance_id = idp::str(id);
    request.config_json = idp::str(config);
    request.seal_keys = {keys.data(), static_cast<std::uint32_t>(keys.size()), sizeof(idp_str)};
    auto err = idp::make_error();
    const idp::instance made{provider, host.table, request, err};
    return made ? outcome{} : outcome{err.status, err.reason};
}

}  // namespace

TEST_CASE_METHOD(minimal, "following the example's location signs its first user in", "[good_minimal]") {
    const auto begun = begin();
    const auto question_mark = begun.location.find('?');
    CHECK(begun.location.substr(0, question_mark) == redirect_uri);
    REQUIRE(come_back(begun.location.substr(question_mark + 1), {begun.transaction}) == outcome{});
    REQUIRE(resolve() == outcome{});
    CHECK(idp::view(account->issuer) == "minimal:test/1");
    CHECK(idp::view(account->subject) == "alice");
    CHECK(account->verdict == IDP_VERDICT_MEMBER);
    CHECK(account->flags == 0);
}

TEST_CASE_METHOD(minimal, "a redirect URI with a query keeps it", "[good_minimal]") {
    redirect_uri = "https://host.example/callback?tenant=1";
    CHECK(begin().location.starts_with(redirect_uri + "&code=alice&state="));
}

TEST_CASE_METHOD(minimal, "a deadline beyond the limit is the caller's fault", "[good_minimal]") {
    REQUIRE(come_back(begin()) == outcome{});
    auto request = sized<idp_resolve_request>();
    request.grant_token = grant->token;
    request.timeout_ms = IDP_MAX_TIMEOUT_MS + 1;
    CHECK(table().resolve_account(self(), &request, account.out(), nullptr) == IDP_E_INVALID);
    request.timeout_ms = IDP_MAX_TIMEOUT_MS;
    CHECK(table().resolve_account(self(), &request, account.out(), nullptr) == IDP_OK);
}

TEST_CASE_METHOD(minimal, "every listed user may sign in and nobody else", "[good_minimal]") {
    CHECK(sign_in("bob") == outcome{});
    CHECK(idp::view(account->subject) == "bob");
    CHECK(sign_in("mallory") == outcome{IDP_E_DENIED, "not_member"});
    CHECK(sign_in("alic") == outcome{IDP_E_DENIED, "not_member"});
    CHECK(idp::view(account->subject).empty());
}

TEST_CASE_METHOD(minimal, "a code is taken as it is written or not at all", "[good_minimal]") {
    for (const char* code : {"", "al%69ce", "alice%26state%3Devil", "Alice", "alice+"})
        CHECK(sign_in(code) == outcome{IDP_E_REJECTED, "malformed"});
}

TEST_CASE_METHOD(minimal, "a stranger whom the host asks for has an issuer of his own", "[good_minimal]") {
    const auto begun = begin();
    REQUIRE(come_back("code=mallory&state=" + begun.state, {begun.transaction}) == outcome{});
    REQUIRE(resolve(IDP_RESOLVE_ANY_VERDICT) == outcome{});
    CHECK(account->verdict == IDP_VERDICT_EXTERNAL);
    CHECK(idp::view(account->issuer) == "minimal:test/1#external");
}

TEST_CASE_METHOD(minimal, "a grant is repeated for a minute and replayed afterwards", "[good_minimal]") {
    const auto begun = begin();
    REQUIRE(come_back(begun) == outcome{});
    REQUIRE(resolve() == outcome{});
    host.now_ms += 59'999;
    REQUIRE(come_back(begun) == outcome{});
    REQUIRE(resolve() == outcome{});
    CHECK(account->flags == IDP_ACCOUNT_REPEATED);
    CHECK(idp::view(account->subject) == "alice");
    host.now_ms += 1;
    CHECK(resolve() == outcome{IDP_E_REPLAYED, "replayed"});
    host.now_ms += 600'000;
    CHECK(resolve() == outcome{IDP_E_REPLAYED, "replayed"});
}

TEST_CASE_METHOD(minimal, "a grant that was kept too long is expired", "[good_minimal]") {
    REQUIRE(come_back(begin()) == outcome{});
    host.now_ms += 600'001;
    CHECK(resolve() == outcome{IDP_E_RESTART, "expired"});
    REQUIRE(come_back(begin(IDP_AUTHORIZE_RESTARTED)) == outcome{});
    host.now_ms += 600'001;
    CHECK(resolve() == outcome{IDP_E_REJECTED, "expired"});
}

TEST_CASE_METHOD(minimal, "a transaction is no grant, nor is a grant of another instance", "[good_minimal]") {
    login other{GOOD_MINIMAL, R"({"users":"alice"})", "test/2"};
    REQUIRE(other.come_back(other.begin()) == outcome{});
    const auto begun = begin();
    for (const auto token : {other.grant->token, idp::str(begun.transaction), idp_str{}}) {
        auto request = sized<idp_resolve_request>();
        request.grant_token = token;
        auto err = idp::make_error();
        CHECK(table().resolve_account(self(), &request, account.out(), &err) == IDP_E_INVALID);
        CHECK(err.reason == std::string{"argument"});
    }
}

TEST_CASE_METHOD(minimal, "the example refuses more logins than it can remember, for as long as it must",
                 "[good_minimal]") {
    for (int i = 0; i < 1024; ++i)
        REQUIRE(sign_in("alice") == outcome{});
    CHECK(sign_in("alice") == outcome{IDP_E_BUSY, "overload"});
    host.now_ms += 600'001;
    CHECK(sign_in("alice") == outcome{});
}

TEST_CASE("a configuration is accepted as its schema says", "[good_minimal]") {
    CHECK(created(R"({"users":"alice"})") == outcome{});
    CHECK(created("\n{ \"users\" :\t\"alice bob c3\" }\r\n") == outcome{});
    const outcome refused{IDP_E_CONFIG, "config_field"};
    for (const char* config :
         {"", "{}", "[]", R"({"users":""})", R"({"users":"  "})", R"({"users":"a  b"})", R"({"users":"a "})",
          R"({"users":"Alice"})", R"({"users":["a"]})", R"({"users":"a"} x)", R"({"users":"a")",
          R"({"users":"a","users":"b"})", R"({"user":"a"})", "{\"users\":\"\xe5\xbc\xa0\"}"}) {
        CAPTURE(config);
        CHECK(created(config) == refused);
    }
    CHECK(created(R"({"users":")" + std::string(500, 'a') + "\"}") == outcome{});
    CHECK(created(R"({"users":")" + std::string(501, 'a') + "\"}") == refused);
    CHECK(created("{\"users\":\"\xff\"}") == outcome{IDP_E_INVALID, "utf8"});
    CHECK(created(std::string(IDP_MAX_CONFIG + 1, ' ')) == outcome{IDP_E_INVALID, "too_long"});
}

TEST_CASE("an instance needs an id and fitting keys", "[good_minimal]") {
    const std::string config = R"({"users":"alice"})", key(64, 'k');
    CHECK(created(config, {}, "") == outcome{IDP_E_INVALID, "argument"});
    CHECK(created(config, {}, "a b") == outcome{IDP_E_INVALID, "argument"});
    CHECK(created(config, {}, std::string(129, 'a')) == outcome{IDP_E_INVALID, "too_long"});
    CHECK(created(config, {idp::str(key)}) == outcome{});
    CHECK(created(config, {idp_str{key.data(), 31}}) == outcome{IDP_E_INVALID, "seal_key"});
    CHECK(created(config, {5, idp::str(key)}) == outcome{IDP_E_INVALID, "too_long"});
}
