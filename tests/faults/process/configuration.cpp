// The secret changes at WeCom; callbacks that no browser of ours brings.

#include "faults/process/app.hpp"
#include "faults/process/crowd.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"

using namespace process_faults;

namespace {

std::string query_of(const journey& at, std::string_view before_state, std::string_view after_state = "") {
    return std::string{before_state} + at.query.substr(at.query.find("state=")) + std::string{after_state};
}

}  // namespace

TEST_CASE("F92: the old token serves after the secret was rotated, and a new instance takes over", "[process]") {
    wecom_process wecom;
    app old{wecom.config(), "main"};
    CHECK(old.log_in("alice").story() == "OK alice");

    wecom.book().secret = 2;
    CHECK(old.log_in("bob").story() == "OK bob");
    CHECK(wecom.book().tokens == 1);

    ++wecom.book().generation;  // that token is no good any more
    const auto refused = old.log_in("carol");
    CHECK(refused.story() == "-6 credential");
    CHECK(refused.audience == IDP_FOR_ADMIN);
    CHECK(old.log_in("dave").story() == "-6 credential");
    CHECK(wecom.book().tokens == 2);  // a bad secret is remembered

    app mended{wecom.config({{"corpsecret", wecom_process::secret_text(2)}}), "main"};
    CHECK(mended.log_in("erin").story() == "OK erin");
    CHECK(wecom.book().tokens == 3);
}

TEST_CASE("F92: the swap to a new secret loses no login under way", "[process]") {
    wecom_process wecom;
    app old{wecom.config(), "main"};
    CHECK(old.log_in("alice").story() == "OK alice");
    const auto at_wecom = old.leave("bob");
    crowd under_way{old};
    CHECK(under_way.begin(100) == 100);

    app mended{wecom.config({{"corpsecret", wecom_process::secret_text(2)}}), "main"};
    CHECK(under_way.story() == "100 OK");
    wecom.book().secret = 2;
    old.destroy();
    // Who was at WeCom meanwhile comes back to the new instance.
    std::string grant_token;
    CHECK(mended.callback(at_wecom, &grant_token).status == IDP_OK);
    CHECK(mended.resolve(grant_token).story() == "OK bob");
}

TEST_CASE("F94: callbacks that are not as WeCom sends them", "[process]") {
    wecom_process wecom;
    app host{wecom.config()};
    const auto at = host.leave("alice");
    const auto story = [&](const std::string& query) { return host.callback({query, at.transaction}).story(); };
    const auto long_text = std::string(8'000, 'x');

    CHECK(story(query_of(at, "")) == "-7 user_refused");
    CHECK(story(query_of(at, "error=access_denied&")) == "-7 user_refused");
    CHECK(story(query_of(at, "code=&")) == "-7 user_refused");
    CHECK(story(query_of(at, "code=a&code=b&")) == "-14 malformed");
    CHECK(story(query_of(at, "code=a&", "&code=a")) == "-14 malformed");
    CHECK(story(query_of(at, "code=a&", "&state=b")) == "-14 malformed");
    CHECK(story(query_of(at, "code=" + long_text + "&")) == "-14 malformed");
    CHECK(story(query_of(at, "code=a%0d%0aHost:+evil&")) == "-14 malformed");
    CHECK(story(query_of(at, "code=a%00b&")) == "-14 malformed");
    CHECK(story(query_of(at, "code=a%zz&")) == "-14 malformed");
    CHECK(story(query_of(at, "code=a&appid=ww0000000000000000&")) == "-14 other_instance");
    CHECK(story(std::string(20'000, 'q')) == "-14 malformed");
    CHECK(story("") == "-14 state_mismatch");
    CHECK(story("code=a&state=" + std::string(43, 'A')) == "-14 state_mismatch");
    CHECK(host.callback({at.query, ""}).story() == "-8 no_transaction");
    CHECK(host.callback({at.query, "AAAA"}).story() == "-8 unreadable");

    // Nothing of that was burnt, and nothing was asked.
    CHECK(wecom.book().connections == 0);
    // More than WeCom sends does no harm; a POST brings the same as its body.
    std::string grant_token;
    CHECK(host.callback({query_of(at, "x=" + long_text + "&code=alice&"), at.transaction}, &grant_token).status ==
          IDP_OK);
    CHECK(host.resolve(grant_token).story() == "OK alice");
}
