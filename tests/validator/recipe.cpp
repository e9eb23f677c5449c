#include "validator/recipe.hpp"

#include "support/catch.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>

using namespace validator;

namespace {

// A recipe in a file that is gone with it.
class recipe_file {
public:
    explicit recipe_file(const std::string& text) : path_{std::filesystem::temp_directory_path() / name()} {
        std::ofstream{path_} << text;
    }
    ~recipe_file() { std::filesystem::remove(path_); }
    recipe_file(const recipe_file&) = delete;

    test_recipe read() const { return test_recipe::read(path_); }

private:
    static std::string name() { return "recipe-" + std::to_string(::getpid()) + ".idp-test.json"; }
    const std::filesystem::path path_;
};

const std::string smallest =
    R"("config": {"a": "${origin}/x", "ca": "${ca_file}"}, "callback": "code=${code}",
       "account": {"issuer": "i", "subject": "s"})";

std::string refusal_of(const std::string& text) {
    try {
        recipe_file{text}.read();
        return "accepted";
    } catch (const std::runtime_error& why) {
        const std::string all = why.what();
        return all.substr(all.find(".json: ") + 7);
    }
}

}  // namespace

TEST_CASE("a recipe needs a configuration, a callback and an account", "[recipe]") {
    const auto recipe = recipe_file{"{" + smallest + "}"}.read();
    CHECK(recipe.has_instance());
    CHECK_FALSE(recipe.has_network());
    CHECK_FALSE(recipe.refusal);
    CHECK(recipe.issuer == "i");
    CHECK(recipe.config_json("https://localhost:1", "/a\"b.pem") ==
          R"({"a":"https://localhost:1/x","ca":"/a\"b.pem"})");
}

TEST_CASE("a recipe tells what the provider's server answers", "[recipe]") {
    const auto recipe = recipe_file{"{" + smallest + R"(, "refusal": "error=denied", "canaries": ["secret"],
        "answers": [{"path": "/token", "token": true, "body": {"t": 1}},
                    {"path": "/me", "status": 404, "content_type": "text/plain", "body": "nobody"}],
        "errors": [{"name": "busy", "path": "/me", "means": ["IDP_E_BUSY", "IDP_E_NETWORK"]}]})"}
                            .read();
    REQUIRE(recipe.answers.size() == 2);
    CHECK(recipe.answers[0].is_token);
    CHECK(recipe.answers[0].status == 200);
    CHECK(recipe.answers[0].body == R"({"t":1})");
    CHECK(recipe.answers[1].content_type == "text/plain");
    CHECK(recipe.answers[1].body == "nobody");
    REQUIRE(recipe.errors.size() == 1);
    CHECK(recipe.errors[0].means == std::vector<idp_status>{IDP_E_BUSY, IDP_E_NETWORK});
    CHECK(recipe.canaries == std::vector<std::string>{"secret"});
}

TEST_CASE("the recipe in the documentation is one", "[recipe]") {
    std::ifstream in{VALIDATOR_PAGE};
    std::string page{std::istreambuf_iterator<char>{in}, {}};
    page.erase(0, page.find("```json\n") + 8);
    const auto recipe = recipe_file{page.substr(0, page.find("```"))}.read();
    CHECK(recipe.has_network());
    CHECK(recipe.errors.size() == 1);
}

TEST_CASE("what a recipe gets wrong is named with its place", "[recipe]") {
    const auto with = [](const std::string& more) { return refusal_of("{" + smallest + ", " + more + "}"); };
    CHECK(refusal_of("{") == "is not JSON: incomplete JSON");
    CHECK(refusal_of("[]") == "the whole: must be an object");
    CHECK(refusal_of(R"({"callback": "c"})") == "/config: must be the configuration, an object");
    CHECK(refusal_of(R"({"config": {}})") == "/callback: is missing");
    CHECK(refusal_of(R"({"config": {}, "callback": "c"})") == "/account/issuer: is missing");
    CHECK(with(R"("answer": [])") == "/answer: a recipe has no such member");
    CHECK(with(R"("answers": [{"path": "token"}])") == "/answers/0/path: must begin with /");
    CHECK(with(R"("answers": [{"path": "/", "token": 1}])") == "/answers/0/token: must be true or false");
    CHECK(with(R"("answers": [{"path": "/"}], "errors": [{"name": "e", "means": ["IDP_E_NONE"]}])") ==
          "/errors/0/means: idp_plugin.h has no status IDP_E_NONE");
    CHECK(with(R"("canaries": [1])") == "/canaries: must be an array of strings");
}

TEST_CASE("names are replaced by their values, others stay", "[recipe]") {
    CHECK(filled_in("a ${b} ${c}${b}", {{"b", "${c}"}}) == "a ${c} ${c}${c}");
    CHECK(filled_in("${", {}) == "${");
    CHECK(filled_in("$b}", {{"b", "x"}}) == "$b}");
}

TEST_CASE("a code is fresh, and found again with its person wherever it is", "[recipe]") {
    const auto code = fresh_code();
    CHECK(code != fresh_code());
    CHECK(code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == code.npos);
    CHECK(code_in("POST /token HTTP/1.1\r\n\r\n{\"code\":\"" + code + "\"}") == code);
    CHECK(code.find(person_of(code)) != code.npos);
    CHECK(code_in("GET / HTTP/1.1\r\n\r\n").empty());
    CHECK(person_of("alice").empty());
}
