#include "api/third_auth_config.hpp"

#include "api/json_text.hpp"
#include "support/catch.hpp"

#include <boost/json/parse.hpp>

using namespace host;
namespace json = boost::json;

namespace {

const config_schema schema = *parse_config_schema(R"({"type": "object", "properties": {
    "corpid": {"type": "string"},
    "secret": {"type": "string", "writeOnly": true},
    "callback_url": {"type": "string", "readOnly": true},
    "proof": {"type": "object", "properties": {"name": {"type": "string"},
                                               "content": {"type": "string", "writeOnly": true}}},
    "network": {"type": "object", "x-operator": true, "properties": {"proxy": {"type": "string"}}}}})",
                                                  language::english);
const provider_address address{"L", "C", "B"};

json::object parse(std::string_view text) { return json::parse(text).as_object(); }

std::string shown(std::string_view stored, bool for_operator = false) {
    return to_json_text(shown_config(schema, parse(stored), address, for_operator));
}

merged_config merged(std::string_view sent, std::string_view stored, bool by_operator = false) {
    return merge_config(schema, parse(sent), parse(stored), by_operator);
}

std::string stored_after(std::string_view sent, std::string_view stored, bool by_operator = false) {
    const auto out = merged(sent, stored, by_operator);
    REQUIRE(out.issues.empty());
    return to_json_text(out.config);
}

constexpr std::string_view urls = R"("login_url": "L", "callback_url": "C", "bind_url": "B"})";

}  // namespace

TEST_CASE("T33: a configuration is shown without its secrets", "[api]") {
    CHECK(shown(R"({"corpid": "ww1", "secret": "S", "proof": {"name": "n", "content": "S"}})") ==
          R"({"corpid": "ww1", "secret": "********", "proof": {"name": "n", "content": "********"}, )" +
              std::string{urls});
}

TEST_CASE("what the schema does not know is not shown: it may be an old secret", "[api]") {
    CHECK(shown(R"({"corpsecret": "S", "callback_url": "stale"})") == "{" + std::string{urls});
}

TEST_CASE("what is for operators is shown to operators", "[api]") {
    const auto* const stored = R"({"network": {"proxy": "p"}})";
    CHECK(shown(stored) == "{" + std::string{urls});
    CHECK(shown(stored, true) == R"({"network": {"proxy": "p"}, )" + std::string{urls});
}

TEST_CASE("the mask keeps a secret that is stored, and is none itself", "[api]") {
    CHECK(stored_after(R"({"secret": "********"})", R"({"secret": "S"})") == R"({"secret": "S"})");
    CHECK(stored_after(R"({"proof": {"content": "********"}})", R"({"proof": {"content": "S"}})") ==
          R"({"proof": {"content": "S"}})");
    CHECK(stored_after(R"({"secret": "T"})", R"({"secret": "S"})") == R"({"secret": "T"})");
    const auto refused = merged(R"({"proof": {"content": "********"}})", "{}");
    REQUIRE(refused.issues.size() == 1);
    CHECK(refused.issues[0].loc == std::vector<std::string>{"body", "data", "config", "proof", "content"});
    CHECK(refused.issues[0].type == "value_error.no_secret");
}

TEST_CASE("what is left out stays, what is null goes", "[api]") {
    CHECK(stored_after(R"({"corpid": "ww2"})", R"({"corpid": "ww1", "secret": "S"})") ==
          R"({"corpid": "ww2", "secret": "S"})");
    CHECK(stored_after(R"({"proof": {"name": "m"}})", R"({"proof": {"name": "n", "content": "S"}})") ==
          R"({"proof": {"name": "m", "content": "S"}})");
    CHECK(stored_after(R"({"corpid": null})", R"({"corpid": "ww1"})") == "{}");
}

TEST_CASE("what the schema does not know is refused, wherever it is", "[api]") {
    CHECK(merged(R"({"corpsecret": "S"})", "{}").issues.at(0).type == "value_error.extra");
    CHECK(merged(R"({"proof": {"contents": "S"}})", "{}", true).issues.at(0).loc.back() == "contents");
}

TEST_CASE("addresses that come back are overlooked: this host makes them anew", "[api]") {
    CHECK(stored_after(R"({"login_url": "x", "callback_url": "x", "bind_url": "x", "corpid": "ww1"})", "{}") ==
          R"({"corpid": "ww1"})");
}

TEST_CASE("what a provider says of a configuration has its place in the body", "[api]") {
    const auto whole = to_request_issue({"", "config", "is no configuration"});
    CHECK(whole.loc == std::vector<std::string>{"body", "data", "config"});
    CHECK(whole.type == "value_error.config");
    const auto inner = to_request_issue({"/network/proxy", "format", "is no address"});
    CHECK(inner.loc == std::vector<std::string>{"body", "data", "config", "network", "proxy"});
    CHECK(inner.msg == "is no address");
}

TEST_CASE("only an operator sets what is for operators", "[api]") {
    const auto* const sent = R"({"network": {"proxy": "evil"}})";
    CHECK(stored_after(sent, "{}", true) == sent);
    const auto refused = merged(sent, R"({"network": {"proxy": "p"}})");
    REQUIRE(refused.issues.size() == 1);
    CHECK(refused.issues[0].type == "value_error.extra");
    CHECK(stored_after(R"({"corpid": "ww1"})", R"({"network": {"proxy": "p"}})") ==
          R"({"network": {"proxy": "p"}, "corpid": "ww1"})");
}
