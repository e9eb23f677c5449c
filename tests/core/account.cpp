#include "core/account.hpp"

#include "support/a_config.hpp"
#include "support/outcome.hpp"

#include <boost/json/parse.hpp>

#include <clocale>
#include <set>

using namespace wecom;

namespace {

user_info member(std::string userid = "ZhangSan") {
    user_info out;
    out.who = user_info::person::member;
    out.userid = std::move(userid);
    return out;
}

user_info linked(std::string corpid, std::string userid) {
    user_info out;
    out.who = user_info::person::linked;
    out.linked_corpid = std::move(corpid);
    out.userid = std::move(userid);
    return out;
}

user_info outsider(std::string openid, std::string external_userid = "") {
    user_info out;
    out.openid = std::move(openid);
    out.external_userid = std::move(external_userid);
    return out;
}

member_profile a_profile() {
    member_profile out;
    out.status = 1;
    out.name = "张三";
    out.mobile = "13800000000";
    out.email = "z@a.example";
    out.biz_mail = "z@b.example";
    out.avatar = "https://wework.qpic.cn/bizmail/0";
    out.gender = "1";
    out.alias = "jack";
    out.department = {1, 2};
    return out;
}

account resolved(const config& settings, const user_info& who, std::optional<member_profile> profile = {}) {
    return make_account(settings, who, profile);
}

}  // namespace

TEST_CASE("a member is found by corporation and canonical userid", "[account][T28]") {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    std::setlocale(LC_ALL, "tr_TR.UTF-8");
    for (const auto* spelling : {"zhangsan_i", "ZhangSan_I", "ZHANGSAN_I"}) {
        const auto who = resolved(a_config{}, member(spelling));
        CHECK(who.who == verdict::member);
        CHECK(who.issuer == "wecom:ww1a2b3c4d5e6f7a8b");
        CHECK(who.subject == "zhangsan_i");
    }
    std::setlocale(LC_ALL, before.c_str());
}

TEST_CASE("encrypted ids are kept as they are", "[account][T28]") {
    const config settings = a_config{}.with("ids", "encrypted");
    CHECK(resolved(settings, member("woAJ2GCAAAXtWyujaWJHDDGi0mACHAAA")).subject == "woAJ2GCAAAXtWyujaWJHDDGi0mACHAAA");
    CHECK(resolved(settings, linked("wpB", "woAJ")).subject == "woAJ");
}

TEST_CASE("no two kinds of people, corporations or ids share a key", "[account][T15][T48]") {
    // The same letters everywhere: as userid, openid, customer id, in another corporation, as linked member.
    const config ours = a_config{}, theirs = a_config{}.with("corpid", "wwbbbb");
    const account people[] = {
        resolved(ours, member("admin")),           resolved(theirs, member("admin")),
        resolved(ours, linked("wwbbbb", "admin")), resolved(ours, linked(a_corpid, "admin")),
        resolved(ours, outsider("admin")),         resolved(ours, outsider("", "admin")),
        resolved(theirs, outsider("admin")),
    };
    std::set<std::pair<std::string, std::string>> keys;
    for (const auto& who : people) {
        CHECK(!who.subject.empty());
        CHECK(keys.emplace(who.issuer, who.subject).second);
    }
    for (const auto& who : people)
        CHECK((who.issuer.find('#') == std::string::npos) == (who.who == verdict::member));
}

TEST_CASE("an outsider's issuer says so", "[account][T01][T48]") {
    const auto who = resolved(a_config{}, outsider("oABC", "wmXYZ"));
    CHECK(who.who == verdict::external);
    CHECK(who.issuer == "wecom:ww1a2b3c4d5e6f7a8b#external");
    CHECK(who.subject == "openid/oABC");
    CHECK(resolved(a_config{}, outsider("", "wmXYZ")).subject == "external_userid/wmXYZ");
}

TEST_CASE("the policy lets members in, and linked members where they are accepted", "[account][T01]") {
    const config strict = a_config{}, open = a_config{}.with("accept", {"member", "linked_corp"});
    const struct {
        verdict who;
        const char *strict, *open;
    } table[] = {
        {verdict::member, "ok", "ok"},
        {verdict::linked, "linked_corp", "ok"},
        {verdict::external, "not_member", "not_member"},
        {verdict::inactive, "inactive", "inactive"},
    };
    for (const auto& row : table) {
        account who;
        who.who = row.who;
        who.subject = "zhangsan";
        CHECK(outcome(accept_account(strict, who)) == row.strict);
        CHECK(outcome(accept_account(open, who)) == row.open);
    }
}

TEST_CASE("a member who is not active is inactive", "[account]") {
    auto profile = a_profile();
    for (const auto& [status, who] : {std::pair{1, verdict::member},
                                      {2, verdict::inactive},
                                      {4, verdict::inactive},
                                      {5, verdict::inactive},
                                      {0, verdict::inactive},
                                      {99, verdict::inactive}}) {
        profile.status = status;
        CHECK(resolved(a_config{}.with("profile", "basic"), member(), profile).who == who);
    }
    profile.status.reset();
    CHECK(resolved(a_config{}.with("profile", "basic"), member(), profile).who == verdict::member);
}

TEST_CASE("a profile that was asked for and did not come makes the account partial", "[account][F61]") {
    CHECK(!resolved(a_config{}, member()).partial);
    for (const auto* level : {"basic", "full"}) {
        CHECK(resolved(a_config{}.with("profile", level), member()).partial);
        CHECK(!resolved(a_config{}.with("profile", level), member(), a_profile()).partial);
        CHECK(!resolved(a_config{}.with("profile", level), outsider("o")).partial);

        auto profile = a_profile();
        profile.complete = false;
        CHECK(resolved(a_config{}.with("profile", level), member(), profile).partial);
    }
}

TEST_CASE("private data is handed out only if the full profile is configured", "[account]") {
    const auto basic = resolved(a_config{}.with("profile", "basic"), member(), a_profile());
    CHECK(basic.display_name == "张三");
    CHECK(basic.email + basic.phone + basic.avatar_url == "");
    CHECK(basic.claims_json.find("biz_mail") == std::string::npos);
    CHECK(basic.claims_json.find("gender") == std::string::npos);

    const auto full = resolved(a_config{}.with("profile", "full"), member(), a_profile());
    CHECK(full.email == "z@a.example");
    CHECK(full.phone == "13800000000");
    CHECK(full.avatar_url == "https://wework.qpic.cn/bizmail/0");
}

TEST_CASE("the mail of the corporation stands in for a mail that is missing", "[account]") {
    auto profile = a_profile();
    profile.email.clear();
    CHECK(resolved(a_config{}.with("profile", "full"), member(), profile).email == "z@b.example");
}

TEST_CASE("claims say what WeCom said, with the userid as WeCom wrote it", "[account]") {
    const auto who = resolved(a_config{}.with("profile", "full"), member("ZhangSan"), a_profile());
    CHECK(boost::json::parse(who.claims_json) ==
          boost::json::parse(R"({"corpid":"ww1a2b3c4d5e6f7a8b","userid":"ZhangSan","alias":"jack","department":[1,2],
                                 "status":1,"gender":"1","biz_mail":"z@b.example"})"));
    CHECK(boost::json::parse(resolved(a_config{}, linked("wwbbbb", "LiSi")).claims_json) ==
          boost::json::parse(R"({"corpid":"wwbbbb","userid":"LiSi"})"));
    CHECK(boost::json::parse(resolved(a_config{}, outsider("oABC")).claims_json) ==
          boost::json::parse(R"({"corpid":"ww1a2b3c4d5e6f7a8b","openid":"oABC"})"));
}

TEST_CASE("a picture is handed out only from WeCom's own servers over https", "[account][T22][F62]") {
    const config settings =
        a_config{}.with("profile", "full").with("network", {{"api_base", "https://wecom.corp.example:8443/qyapi"}});
    const auto avatar = [&](const std::string& url) {
        auto profile = a_profile();
        profile.avatar = url;
        return resolved(settings, member(), profile).avatar_url;
    };
    for (const std::string good : {"https://wework.qpic.cn/wwpic/1/0", "https://thirdwx.qlogo.cn/mmopen/1/0?x=1",
                                   "https://rescdn.weixin.qq.com/a.png", "https://wecom.corp.example/a.png"})
        CHECK(avatar(good) == good);
    for (const std::string bad :
         {"http://wework.qpic.cn/0", "javascript:alert(1)",
          "data:image/png;base64,iVBORw0KGgo=", "https://evil.example/0", "https://qpic.cn.evil.example/",
          "https://evilqpic.cn/", "https://wework.qpic.cn@evil.example/", "https://evil.example/?.qpic.cn",
          "https://evil.example#.qpic.cn", "//wework.qpic.cn/0", "wework.qpic.cn/0",
          "https://wework.qpic.cn/\"><script>", "https://wework.qpic.cn/a b", ""}) {
        INFO(bad);
        CHECK(avatar(bad) == "");
    }
}

TEST_CASE("what the person agreed to share stands before what the contacts say", "[account]") {
    member_profile from_person;
    from_person.mobile = "13900000000";
    from_person.name = "another name";
    const auto merged = merge(a_profile(), from_person);
    CHECK(merged.mobile == "13900000000");
    CHECK(merged.email == "z@a.example");
    CHECK(merged.name == "张三");
    CHECK(merged.status == 1);
    CHECK(merged.department == std::vector<std::int64_t>{1, 2});
    CHECK(merge({}, from_person).name == "another name");
}
