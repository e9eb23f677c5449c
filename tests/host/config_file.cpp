#include "config_file.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("a configuration file gives its provider's part whole", "[config_file]") {
    const auto parsed = parse_provider_config(
        R"({"id": "wecom-1", "provider": "org.example.x", "name": "企业微信", "config": {"a": [1, null], "b": "é"}})",
        "f");
    CHECK(parsed.id == "wecom-1");
    CHECK(parsed.provider == "org.example.x");
    CHECK(parsed.name == "企业微信");
    CHECK(parsed.config == R"({"a":[1,null],"b":"é"})");
}

TEST_CASE("a wrong configuration file is refused with its name and the place in it", "[config_file]") {
    struct row {
        std::string text, says;
    };
    const auto [text, says] = GENERATE(values<row>({
        {"", "f.json: is not JSON"},
        {"{", "f.json: is not JSON"},
        {"[]", "f.json: has to be a JSON object"},
        {R"({"id": "a", "id": "b", "provider": "p", "name": "n", "config": {}})", "f.json: has a key twice"},
        {R"({"id": "a", "provider": "p", "name": "n", "config": {"x": 1e400}})", "f.json: has a key twice, a number"},
        {R"({"id": "a", "secret": 1})", "f.json: /secret: is not known"},
        {R"({"provider": "p", "name": "n", "config": {}})", "f.json: /id: has to be there"},
        {R"({"id": 7, "provider": "p", "name": "n", "config": {}})", "f.json: /id: has to be there"},
        {R"({"id": "A", "provider": "p", "name": "n", "config": {}})", "f.json: /id: has to be 1 to 64"},
        {R"({"id": "a/b", "provider": "p", "name": "n", "config": {}})", "f.json: /id: has to be 1 to 64"},
        {R"({"id": "a", "provider": "", "name": "n", "config": {}})", "f.json: /provider: has to be there"},
        {R"({"id": "a", "provider": "p", "config": {}})", "f.json: /name: has to be there"},
        {R"({"id": "a", "provider": "p", "name": "n"})", "f.json: /config: has to be there"},
        {R"({"id": "a", "provider": "p", "name": "n", "config": "x"})", "f.json: /config: has to be there"},
    }));
    INFO(text);
    CHECK_THROWS_WITH(parse_provider_config(text, "f.json"), Catch::Matchers::StartsWith(says));
}

TEST_CASE("a file that cannot be read is named with the reason", "[config_file]") {
    CHECK_THROWS_WITH(read_provider_config("/nowhere/x.json"),
                      "/nowhere/x.json: cannot be read: No such file or directory");
    CHECK_THROWS_WITH(read_provider_config("/"), "/: cannot be read: Is a directory");
}
