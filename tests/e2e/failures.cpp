// What goes wrong is said: to the administrator by the name of a field, to the operator by a sentence, and in time.

#include "e2e/company.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <future>
#include <thread>

using namespace e2e;
using namespace std::chrono_literals;

namespace {

std::string create_detail(const simulated_wecom& wecom, boost::json::object config) {
    company acme{wecom, std::move(config)};
    CHECK_FALSE(acme.instance());
    CHECK(acme.create_error.status == IDP_E_CONFIG);
    CHECK(acme.create_error.audience != IDP_FOR_USER);
    return acme.create_error.detail;
}

// A login that WeCom never answers, on a thread of its own.
std::future<outcome> hanging_login(const simulated_wecom& wecom, company& acme, std::uint64_t op_id) {
    const auto back = acme.visit_wecom("ZhangSan");
    wecom.tell("/faults", {{"path", "*"}, {"kind", "hang"}});
    std::string grant;
    REQUIRE(acme.callback(back.query, {back.transaction}, {}, &grant).status == IDP_OK);
    return std::async(std::launch::async, [&acme, grant, op_id] { return acme.resolve(grant, 0, op_id, 20'000); });
}

}  // namespace

TEST_CASE("a wrong configuration is refused by the name of its field", "[e2e]") {
    simulated_wecom wecom;
    CHECK(create_detail(wecom, {{"corpID", "x"}}).starts_with("/corpID: "));
    CHECK(create_detail(wecom, {{"corpid", 5}}).starts_with("/corpid: "));
    CHECK(create_detail(wecom, {{"mode", "fax"}}).starts_with("/mode: "));
    CHECK(create_detail(wecom, {{"network", {{"api_base", "http://localhost"}}}}).starts_with("/network/api_base: "));
    CHECK(create_detail(wecom, {{"network", {{"ca_file", "/nowhere/ca.pem"}}}}).starts_with("/network/ca_file: "));

    const auto padded = create_detail(wecom, {{"corpsecret", "the-secret-of-the-app-with-a-blank-behind-0 "}});
    CHECK(padded.starts_with("/corpsecret: "));
    CHECK(padded.find("blank") != padded.npos);
    CHECK(padded.find("the-secret") == padded.npos);
}

TEST_CASE("a form learns every mistake at once, in the language of its reader", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto* forms = acme.library().extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1);
    REQUIRE(forms);
    const auto text = idp::str(R"({"corpid":"ww1a2b3c4d5e6f7a8b","mode":"qr","lang":"fr"})"),
               locale = idp::str("zh-CN");
    idp::owned<idp_config_issues> found;
    REQUIRE(forms->check(&text, &locale, found.out(), nullptr) == IDP_OK);

    std::vector<std::string> pointers;
    for (const auto& issue : idp::elements<idp_config_issue>(found->issues))
        pointers.emplace_back(idp::view(issue.pointer));
    CHECK(pointers == std::vector<std::string>{"/lang", "/corpsecret", "/agentid"});
}

TEST_CASE("whatever is between us and WeCom, a login ends in time with a sentence for the operator [T35]", "[e2e]") {
    struct row {
        const char* what;
        boost::json::object config;
        boost::json::value fault;
        idp_status status;
        const char* reason;
    };
    const boost::json::object closed_port{{"network", {{"api_base", "https://localhost:1"}}}};
    const boost::json::object other_ca{{"network", {{"ca_file", "/etc/ssl/certs/ca-certificates.crt"}}}};
    const boost::json::object other_host{{"network", {{"api_base", "https://[::1]:9"}}}};
    const auto fault = [](const char* kind, const char* path = "/cgi-bin/gettoken") {
        return boost::json::object{{"path", path}, {"kind", kind}};
    };
    auto bad_gateway = fault("http_status");
    bad_gateway["status"] = 502;
    const row table[] = {
        {"closed port", closed_port, nullptr, IDP_E_NETWORK, "connect"},
        {"nobody at the address", other_host, nullptr, IDP_E_NETWORK, "connect"},
        {"unknown authority", other_ca, nullptr, IDP_E_NETWORK, "tls_cert"},
        {"502 page", {}, bad_gateway, IDP_E_NETWORK, "http_status"},
        {"truncated gettoken", {}, fault("truncate"), IDP_E_NETWORK, "net"},
        {"not JSON", {}, fault("body"), IDP_E_UPSTREAM, "json"},
        {"reset", {}, fault("reset"), IDP_E_NETWORK, "net"},
        {"hang", {}, fault("hang"), IDP_E_DEADLINE, "deadline"},
        {"lost getuserinfo", {}, fault("truncate", "/cgi-bin/auth/getuserinfo"), IDP_E_RESTART, "ambiguous"},
    };
    for (const auto& [what, config, broken, status, reason] : table) {
        CAPTURE(what);
        simulated_wecom wecom;
        company acme{wecom, config};
        if (!broken.is_null()) wecom.tell("/faults", broken);
        std::string grant;
        const auto back = acme.visit_wecom("ZhangSan");
        REQUIRE(acme.callback(back.query, {back.transaction}, {}, &grant).status == IDP_OK);
        const auto begun = std::chrono::steady_clock::now();
        const auto out = acme.resolve(grant, 0, 0, 1000);
        CHECK(std::chrono::steady_clock::now() - begun < 1250ms);
        CHECK(out.status == status);
        CHECK(out.reason == reason);
        CHECK(out.detail.size() > 20);
        CHECK_FALSE(out.public_text.empty());
    }
}

TEST_CASE("errors speak to people in their language and give the administrator WeCom's code and its remedy", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    wecom.tell("/faults", {{"path", "/cgi-bin/auth/getuserinfo"}, {"kind", "errcode"}, {"errcode", 60020}});
    const auto out = acme.log_in("ZhangSan");
    CHECK(out.reason == "ip_not_trusted");
    CHECK(out.error.upstream == std::string{"60020"});
    CHECK(out.public_text.find("60020") != std::string::npos);
    CHECK(out.detail.find("企业可信IP") != std::string::npos);
    CHECK(out.detail.find("hint: [") != std::string::npos);
}

TEST_CASE("cancel lets a hanging login return; an unknown operation is none", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    auto login = hanging_login(wecom, acme, 7);

    const auto& table = acme.instance().table();
    CHECK(table.cancel(acme.instance().get(), 8) == IDP_NO);
    while (table.cancel(acme.instance().get(), 7) != IDP_OK)
        std::this_thread::yield();
    CHECK(login.get().status == IDP_E_CANCELLED);
}

TEST_CASE("destroy ends logins under way within a tenth of a second", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    auto login = hanging_login(wecom, acme, 0);
    while (wecom.calls("gettoken") == 0)
        std::this_thread::yield();

    const auto begun = std::chrono::steady_clock::now();
    acme.instance().reset();
    CHECK(std::chrono::steady_clock::now() - begun < 100ms);
    const auto out = login.get();
    CHECK(out.status == IDP_E_CANCELLED);
    CHECK(out.reason == "shutdown");
}
