// What idp_chaos.so can do is what its schema and its page say, and it leaves nothing out that the header has.
#include "abi/login.hpp"
#include "behaviours.hpp"
#include "support/catch.hpp"

#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

using namespace chaos_test;
using abi_test::login;

namespace {

std::string content_of(const char* file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// "NETWORK" to its words, of the comment above idp_error, whose lines begin with a status.
std::map<std::string, std::set<std::string>> reasons_of_the_header() {
    const auto header = content_of(PLUGIN_HEADER);
    const auto begin = header.find(" *   INVALID      struct_size"), end = header.find("*/", begin);
    std::istringstream lines{header.substr(begin, end - begin)};
    std::map<std::string, std::set<std::string>> out;
    std::string line, star, word;
    while (std::getline(lines, line)) {
        std::istringstream words{line};
        std::string status;
        words >> star;
        while (words >> word) {
            if (std::isupper(static_cast<unsigned char>(word[0])))
                status = word;
            else if (status.empty())
                break;  // a sentence
            else
                out[status].insert(word.substr(0, word.find(',')));
        }
    }
    return out;
}

// What logins of a behaviour are told, until it begins anew.
std::map<idp_status, std::set<std::string>> told_by(const std::string& behaviour) {
    login at{CHAOS, configured(behaviour)};
    std::map<idp_status, std::set<std::string>> out;
    for (int turn = 0; turn < 100; ++turn) {
        auto said = at.come_back(at.begin());
        if (said.status == IDP_OK) said = at.resolve();
        out[said.status].insert(said.reason);
    }
    return out;
}

}  // namespace

TEST_CASE("the page about the chaos provider lists what its schema lists", "[chaos]") {
    const auto page = content_of(CHAOS_PAGE);
    const auto all = behaviours();
    for (const auto& [name, description] : all) {
        INFO(name);
        CHECK(page.find("| `" + name + "` | " + description + " |\n") != page.npos);
    }
    std::size_t rows = 0;
    for (auto at = page.find("\n| `"); at != page.npos; at = page.find("\n| `", at + 1))
        ++rows;
    CHECK(rows == all.size() + 1);  // and its head
}

TEST_CASE("each behaviour of the schema can be configured", "[chaos]") {
    for (const auto& [name, description] : behaviours()) {
        INFO(name);
        if (name == "create_errors")
            CHECK_THROWS(login(CHAOS, configured(name)));
        else
            CHECK_NOTHROW(login(CHAOS, configured(name)));
    }
}

TEST_CASE("a configuration that the schema refuses is refused", "[chaos]") {
    const auto* check = idp::provider::open(CHAOS).extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1);
    const auto [config, pointer, code] =
        GENERATE(table<std::string, std::string, std::string>({{"no JSON", "", "json"},
                                                               {"[]", "", "type"},
                                                               {R"({"behaviour": "wild"})", "/behaviour", "enum"},
                                                               {R"({"behaviour": "random"})", "/seed", "required"},
                                                               {R"({"seed": -1})", "/seed", "minimum"},
                                                               {R"({"first": "1"})", "/first", "type"},
                                                               {R"({"timeout_ms": 30001})", "/timeout_ms", "maximum"},
                                                               {R"({"subject": "A"})", "/subject", "pattern"},
                                                               {R"({"a/b~": 1})", "/a~1b~0", "additionalProperties"}}));
    INFO(config);
    idp::owned<idp_config_issues> found;
    const auto text = idp::str(config);
    REQUIRE(check->check(&text, nullptr, found.out(), nullptr) == IDP_OK);
    const auto issues = idp::elements<idp_config_issue>(found->issues);
    REQUIRE(issues.size() == 1);
    CHECK(idp::view(issues[0].pointer) == pointer);
    CHECK(idp::view(issues[0].code) == code);
    CHECK_THROWS(login(CHAOS, config));
}

TEST_CASE("a host is told every reason that the header has for a login, and statuses that it does not have",
          "[chaos]") {
    auto told = told_by("resolve_errors");
    for (auto& [status, reasons] : told_by("callback_errors"))
        told[status].merge(reasons);
    const std::map<idp_status, std::string> names{{IDP_E_NETWORK, "NETWORK"},   {IDP_E_UPSTREAM, "UPSTREAM"},
                                                  {IDP_E_DENIED, "DENIED"},     {IDP_E_RESTART, "RESTART"},
                                                  {IDP_E_REJECTED, "REJECTED"}, {IDP_E_REPLAYED, "REPLAYED"},
                                                  {IDP_E_BUSY, "BUSY"},         {IDP_E_INTERNAL, "INTERNAL"}};
    auto reasons = reasons_of_the_header();
    for (const auto& [status, name] : names) {
        INFO(name);
        CHECK(told[status] == reasons[name]);
    }
    CHECK(told.contains(IDP_NO));
    CHECK(told.contains(-15));
    CHECK(told.contains(INT32_MIN));
    CHECK(told.contains(INT32_MAX));
}
