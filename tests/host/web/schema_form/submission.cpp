#include "web/schema_form/submission.hpp"

#include "support/catch.hpp"
#include "web/sample_schema.hpp"

#include <boost/json/serialize.hpp>

using namespace host;
namespace json = boost::json;

namespace {

const json::object stored{{"corp", "ww1"},
                          {"secret", "stored-secret"},
                          {"net", {{"base", "https://inside.example"}, {"proxy", "http://u:stored-p@p:1"}}}};

submission read(const form& sent, bool by_operator = false, const json::object& from = stored,
                const std::vector<form_part>& files = {}) {
    return read_submission(*parse_config_schema(sample_schema, language::english), sent, files, from, by_operator,
                           language::english);
}

// What a browser sends of the form of a tenant's administrator who changed nothing, with some changes.
form with(const form& changes) {
    form out = changes;
    out.merge(form{{"csrf", "x"},
                   {"name", "WeCom"},
                   {"/corp", "ww1"},
                   {"/secret", ""},
                   {"/mode", "auto"},
                   {"/agent", ""},
                   {"/icon", ""},
                   {"/wait", "8000"},
                   {"/accept/member", "true"},
                   {"/file/name", ""},
                   {"/file/body", ""}});
    return out;
}

}  // namespace

TEST_CASE("a form that was not changed gives what is stored", "[submission]") {
    const auto read_back = read(with({}));
    CHECK(read_back.problems.empty());
    CHECK(read_back.config == stored);
}

TEST_CASE("values are typed as the schema says", "[submission]") {
    const auto sent = with({{"/wait", "1500"},
                            {"/accept/linked", "true"},
                            {"/agent", " 1000002 "},
                            {"/file/name", "a.txt"},
                            {"/net/inside", "true"},
                            {"/net/hosts", "a.example\r\n\r\n .b.example \n"},
                            {"/net/pins", "{\"a\": [\"192.0.2.1\"]}"},
                            {"/net/base", ""},
                            {"/net/proxy", ""}});
    const auto read_back = read(sent, true);
    CHECK(read_back.problems.empty());
    CHECK(
        json::serialize(read_back.config) ==
        R"({"corp":"ww1","secret":"stored-secret","agent":"1000002","wait":1500,"accept":["member","linked"],)"
        R"("file":{"name":"a.txt"},"net":{"inside":true,"proxy":"http://u:stored-p@p:1","hosts":["a.example",".b.example"],)"
        R"("pins":{"a":["192.0.2.1"]}}})");
}

TEST_CASE("T33: a blank secret keeps the stored one, another one replaces it", "[submission]") {
    CHECK(read(with({{"/secret", ""}})).config.at("secret") == "stored-secret");
    CHECK(read(with({{"/secret", " new "}})).config.at("secret") == " new ");
    const auto forgotten = read(with({{"clear:/net/proxy", "true"}, {"/net/proxy", ""}}), true);
    CHECK(forgotten.config.at("net") == json::value{{"base", "https://inside.example"}});
}

TEST_CASE("an administrator of a tenant cannot set what is the operator's", "[submission]") {
    const auto name =
        GENERATE(as<std::string>{}, "/net/base", "/net/proxy", "/net/inside", "/net/hosts", "/net/pins/a");
    const auto read_back = read(with({{name, "http://attacker.example"}}));
    CHECK(read_back.problems.size() == 1);
    CHECK(read_back.config.at("net") == stored.at("net"));
}

TEST_CASE("a field that the host fills in cannot be sent", "[submission]") {
    const auto read_back = read(with({{"/callback", "https://attacker.example"}}));
    CHECK(read_back.problems.contains("/callback"));
    CHECK_FALSE(read_back.config.contains("callback"));
}

TEST_CASE("a field that the schema does not have is refused", "[submission]") {
    const auto name =
        GENERATE(as<std::string>{}, "/nope", "/", "/corp/x", "/accept", "/accept/other", "/file", "/mode ");
    const auto read_back = read(with({{name, "1"}}));
    CHECK(read_back.problems.contains(name));
    CHECK_FALSE(read_back.config.contains("nope"));
}

TEST_CASE("a value of another kind is refused at its field, and kept to be shown", "[submission]") {
    const std::pair<const char*, const char*> wrong[] = {
        {"/wait", "soon"},
        {"/wait", "1.5"},
        {"/wait", "499"},
        {"/wait", "30001"},
        {"/wait", "9999999999999999999"},
        {"/wait", "0x10"},
        {"/mode", "magic"},
        {"/net/pins", "{\"a\""},
        {"/net/pins", R"({"a": 1e400})"},
        {"/net/pins", R"({"a": [], "a": []})"},
        {"/net/pins", R"({}, "other": {})"},
        {"/net/inside", "1"},
    };
    for (const auto& [name, value] : wrong) {
        INFO(name << " " << value);
        const auto read_back = read(with({{name, value}}), true);
        CHECK(read_back.problems.size() == 1);
        CHECK(read_back.problems.contains(name));
    }
    CHECK(read(with({{"/wait", "soon"}})).config.at("wait") == "soon");
    CHECK(read(with({{"/accept/linked", "yes"}})).problems.contains("/accept"));
}

TEST_CASE("what is required must be there, also under its condition", "[submission]") {
    CHECK(read(with({{"/corp", " "}})).problems.contains("/corp"));
    CHECK(read(with({}), false, {}).problems == field_problems{{"/secret", "This is required."}});
    CHECK(read(with({{"/mode", "qr"}})).problems == field_problems{{"/agent", "This is required."}});
    CHECK(read(with({{"/mode", "qr"}, {"/agent", "1"}})).problems.empty());
    CHECK(read(with({{"/file/body", "x"}})).problems == field_problems{{"/file/name", "This is required."}});
}

TEST_CASE("a default stays out unless it is stored", "[submission]") {
    CHECK_FALSE(read(with({{"/mode", "auto"}})).config.contains("mode"));
    auto chosen = stored;
    chosen["mode"] = "legacy";
    CHECK(read(with({{"/mode", "auto"}}), false, chosen).config.at("mode") == "auto");
    CHECK(read(with({{"/accept/member", "true"}, {"/accept/linked", "true"}})).config.at("accept").as_array().size() ==
          2);
}

TEST_CASE("an uploaded icon becomes a data: URL", "[submission]") {
    const auto upload = [](std::string bytes) {
        return std::vector<form_part>{{"file:/icon", "a.png", "image/png", std::move(bytes), true}};
    };
    const auto accepted = read(with({}), false, stored, upload("<svg/>"));
    CHECK(accepted.problems.empty());
    CHECK(accepted.config.at("icon") == "data:image/svg+xml;base64,PHN2Zy8+");
    CHECK(read(with({}), false, stored, upload("GIF89a")).problems.contains("/icon"));
    CHECK(read(with({}), false, stored, upload("<svg/>" + std::string(32 * 1024, ' '))).problems.contains("/icon"));
    CHECK_FALSE(read(with({}), false, stored, upload("")).config.contains("icon"));
}
