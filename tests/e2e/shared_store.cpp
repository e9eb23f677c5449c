// What processes of one deployment share through the host's idp.host.kv/1.

#include "e2e/company.hpp"
#include "support/catch.hpp"

using namespace e2e;

namespace {

// The one entry of this kind ("once/", "result/", "token/"), or nothing.
std::string entry(const kv_store& store, const std::string& kind) {
    std::string out;
    for (const auto& [key, value] : store.entries)
        if (key.starts_with(kind)) {
            CHECK(out.empty());
            out = value;
        }
    return out;
}

}  // namespace

TEST_CASE("a login leaves its mark, its outcome and the token, all of it sealed", "[e2e]") {
    simulated_wecom wecom;
    kv_store store;
    company acme{wecom, {}, "main", &store};
    REQUIRE(acme.log_in("ZhangSan").status == IDP_OK);
    const auto token_target = wecom.api_calls().back().target;
    const auto token = token_target.substr(token_target.find("access_token=") + 13, 20);
    for (const auto* kind : {"once/", "result/", "token/"}) {
        CAPTURE(kind);
        const auto value = entry(store, kind);
        CHECK(value.size() > 30);
        CHECK(value.find(token) == std::string::npos);
        CHECK(value.find("zhangsan") == std::string::npos);
    }
}

TEST_CASE("a callback that another process has used and said nothing about is not redeemed", "[e2e]") {
    simulated_wecom wecom;
    kv_store store;
    company acme{wecom, {{"timeout_ms", 1000}}, "main", &store};
    const auto back = acme.visit_wecom("ZhangSan");
    REQUIRE(acme.finish(back).status == IDP_OK);
    const auto mark = *store.entries.lower_bound("once/");
    const auto result_key = "result/" + mark.first.substr(5);
    const auto outcome_of_other = store.entries.at(result_key);

    // A process that knows nothing but the store.
    acme.instance().reset();
    company elsewhere{wecom, {{"timeout_ms", 1000}}, "main", &store};
    const auto copied = elsewhere.finish(back);
    CHECK(copied.subject() == "zhangsan");
    CHECK((copied.account->flags & IDP_ACCOUNT_REPEATED) != 0);
    CHECK(wecom.calls("getuserinfo") == 1);

    elsewhere.instance().reset();
    store.entries.erase(result_key);
    company later{wecom, {{"timeout_ms", 1000}}, "main", &store};
    CHECK(later.finish(back).status == IDP_E_REPLAYED);
    CHECK(wecom.calls("getuserinfo") == 1);
}

TEST_CASE("a process finds the token that another has fetched, and the one that has replaced a dead one", "[e2e]") {
    simulated_wecom wecom;
    kv_store store;
    {
        company acme{wecom, {}, "main", &store};
        REQUIRE(acme.log_in("ZhangSan").status == IDP_OK);
    }
    company elsewhere{wecom, {}, "main", &store};
    CHECK(elsewhere.log_in("ZhangSan").status == IDP_OK);
    CHECK(wecom.calls("gettoken") == 1);

    wecom.tell("/tokens/revoke", boost::json::object{});
    CHECK(elsewhere.log_in("ZhangSan").status == IDP_OK);
    CHECK(wecom.calls("gettoken") == 2);
}

TEST_CASE("a store that fails, or holds what nobody sealed, fails no login [T34]", "[e2e]") {
    simulated_wecom wecom;
    kv_store store;
    company acme{wecom, {}, "main", &store};
    store.fails_with = IDP_E_INTERNAL;
    CHECK(acme.log_in("ZhangSan").status == IDP_OK);
    store.fails_with = IDP_OK;
    CHECK(acme.log_in("ZhangSan").status == IDP_OK);
    acme.instance().reset();
    for (auto& [key, value] : store.entries)
        value = "x";
    company elsewhere{wecom, {}, "main", &store};
    CHECK(elsewhere.log_in("ZhangSan").status == IDP_OK);
}
