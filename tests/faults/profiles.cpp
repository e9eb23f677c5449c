// What is known about a person beyond the identity.

#include "faults/fault_login.hpp"

using namespace faults;
using namespace std::string_literals;

namespace {

const boost::json::object with_profile{{"profile", "basic"}};
const boost::json::object with_private_data{{"profile", "full"}, {"scope", "snsapi_privateinfo"}};

}  // namespace

TEST_CASE("F61: the profile fails after the identity is known", "[faults]") {
    const reply fault = GENERATE(values<reply>({
        errcode(60011),
        errcode(48002),
        errcode(45009),
        errcode(-1),
        errcode(42001),
        bytes("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
        cut_after(""),
        cut_after("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
        body("<html></html>"),
        body(R"({"errcode":0,"userid":"LiSi","name":"李四","status":1})"),
        body(R"({"errcode":0})"),
    }));
    fault_login row{with_profile};
    row.is_remembered();
    row.wecom.answer(user_get, fault);
    const auto end = row.log_in();
    CHECK(end.story() == "OK zhangsan");
    CHECK((end.flags & IDP_ACCOUNT_PARTIAL) != 0);
    CHECK(end.display_name.empty());
}

TEST_CASE("F61: the profile hangs after the identity is known", "[faults]") {
    fault_login row{with_profile};
    row.wecom.answer(user_get, silence);
    const auto end = row.log_in(500ms);
    CHECK(end.story() == "OK zhangsan");
    CHECK((end.flags & IDP_ACCOUNT_PARTIAL) != 0);
}

TEST_CASE("F61: the private data fails after the profile is known", "[faults]") {
    fault_login row{with_private_data};
    row.wecom.answer(getuserdetail, errcode(84014));
    const auto end = row.log_in();
    CHECK(end.story() == "OK zhangsan");
    CHECK((end.flags & IDP_ACCOUNT_PARTIAL) != 0);
    CHECK(end.display_name == "张三");
}

TEST_CASE("F62: unusable avatars", "[faults]") {
    const std::string good = "https://wework.qpic.cn/bizmail/x/0";
    fault_login row{with_private_data};
    for (const std::string& avatar :
         {good, "http://wework.qpic.cn/bizmail/x/0"s, "https://other.example/x.png"s,
          "https://wework.qpic.cn.other.example/x.png"s, "https://user@wework.qpic.cn/x.png"s,
          "//wework.qpic.cn/x.png"s, "javascript:alert(1)"s, "data:image/svg+xml,<svg onload='alert(1)'/>"s,
          "https://wework.qpic.cn/" + std::string(5000, 'x'), ""s}) {
        CAPTURE(avatar);
        row.wecom.answer(getuserdetail, body(R"({"errcode":0,"userid":"ZhangSan","avatar":")" + avatar + "\"}"));
        const auto end = row.log_in();
        CHECK(end.story() == "OK zhangsan");
        CHECK(end.avatar_url == (avatar == good ? good : ""));
        row.check_recovery();
    }
}
