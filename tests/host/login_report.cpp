#include "login_report.hpp"

#include "support/catch.hpp"

#include <boost/json.hpp>

using namespace host;

namespace {

login_report of(outcome<account> who) { return {std::move(who), std::chrono::milliseconds{42}}; }

account zhangsan() {
    account out;
    out.verdict = IDP_VERDICT_MEMBER;
    out.flags = IDP_ACCOUNT_REPEATED | IDP_ACCOUNT_EMAIL_VERIFIED;
    out.issuer = "acme:1";
    out.subject = "zhangsan";
    out.display_name = "张三";
    out.claims_json = R"({"dept":[1]})";
    return out;
}

}  // namespace

TEST_CASE("an account is reported as one JSON object", "[login_report]") {
    CHECK(boost::json::parse(to_json(of(zhangsan()))) == boost::json::parse(R"({
        "status": "ok", "verdict": "member", "issuer": "acme:1", "subject": "zhangsan", "display_name": "张三",
        "email": "", "phone": "", "avatar_url": "", "claims": {"dept": [1]}, "flags": ["repeated", "email_verified"],
        "elapsed_ms": 42})"));
}

TEST_CASE("an account is reported in lines, without what is not known", "[login_report]") {
    CHECK(to_text(of(zhangsan())) ==
          "verdict      member\nissuer       acme:1\nsubject      zhangsan\nname         张三\n"
          "claims       {\"dept\":[1]}\nflags        repeated email_verified\ntook         42 ms\n");
}

TEST_CASE("a refusal is reported with its status, reason and detail", "[login_report]") {
    const auto report = of(make_refusal(IDP_E_NETWORK, "dns", "no such host"));
    CHECK(to_text(report) == "status       network\nreason       dns\ndetail       no such host\ntook         42 ms\n");
    CHECK(boost::json::parse(to_json(report)).at("audience") == "operator");
}

TEST_CASE("the exit status says what kind of thing happened", "[login_report]") {
    struct row {
        idp_status status;
        int exit;
    };
    const auto [status, exit] = GENERATE(values<row>({
        {IDP_E_CONFIG, 1},
        {IDP_E_UNSUPPORTED, 1},
        {IDP_E_DENIED, 2},
        {IDP_E_REJECTED, 2},
        {IDP_E_REPLAYED, 2},
        {IDP_E_RESTART, 2},
        {IDP_E_NETWORK, 3},
        {IDP_E_UPSTREAM, 3},
        {IDP_E_BUSY, 3},
        {IDP_E_DEADLINE, 3},
        {IDP_E_CANCELLED, 3},
        {IDP_E_INTERNAL, 4},
        {IDP_E_INVALID, 4},
        {IDP_E_WRONG_PROCESS, 4},
    }));
    CHECK(exit_status(of(make_refusal(status, "r", "d"))) == exit);
    CHECK(exit_status(of(zhangsan())) == 0);
}
