#include "web/hostile_texts.hpp"

#include "support/catch.hpp"
#include "web/sample_pages.hpp"
#include "web/sample_schema.hpp"
#include "web/schema_form/schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace host;
namespace json = boost::json;

namespace {

// The tags of a page with the names of their attributes: what a browser makes of the page, without its texts.
std::string structure(std::string_view page) {
    std::string out;
    bool in_tag = false, in_value = false;
    for (const char c : page) {
        if (in_tag && c == '"') in_value = !in_value;
        if (!in_tag && c == '<') in_tag = true;
        if (in_tag && !in_value) out += c;
        if (in_tag && !in_value && c == '>') in_tag = false;
    }
    return out;
}

// A schema in which every text that people see is this one.
void replace_texts(json::value& in, const std::string& text) {
    if (auto* list = in.if_array())
        for (auto& one : *list)
            replace_texts(one, text);
    auto* object = in.if_object();
    if (!object) return;
    for (auto& [key, value] : *object) {
        const bool is_shown = key == "title" || key == "description";
        if (is_shown && value.is_string()) value = text;
        if (key == "examples" && value.is_array()) value = json::array{text};
        if (key == "default" && value.is_string()) value = text;
        if (key == "enum") value = json::array{text, text + "2"};
        replace_texts(value, text);
    }
}

std::string schema_of(const std::string& text) {
    auto schema = json::parse(sample_schema);
    replace_texts(schema, text);
    return json::serialize(schema);
}

std::map<std::string, std::string> pages_of(language in, const std::string& text) {
    // A schema that is no UTF-8 is no schema.
    const bool can_be_in_schema = parse_config_schema(schema_of(text), in).has_value();
    return sample_pages(in, schema_of(can_be_in_schema ? text : "x"), [&](std::string_view) { return text; });
}

}  // namespace

TEST_CASE("T29: whatever a text is, every page stays what it is", "[pages]") {
    REQUIRE(hostile_texts.size() >= 60);
    for (const auto in : {language::english, language::chinese}) {
        const auto harmless = pages_of(in, "x");
        for (const auto& text : hostile_texts)
            for (const auto& [name, page] : pages_of(in, text)) {
                INFO(name << ": " << text);
                CHECK(structure(page) == structure(harmless.at(name)));
            }
    }
}

TEST_CASE("T29: a page in which a text became markup would be noticed", "[pages]") {
    CHECK(structure("<p title=\"a\">x</p>") == structure("<p title=\"&lt;b&gt;\">&lt;b&gt;</p>"));
    CHECK(structure("<p title=\"a\">x</p>") != structure("<p title=\"a\"><b>x</p>"));
    CHECK(structure("<p title=\"a\">x</p>") != structure("<p title=\"a\" onclick=\"x\">x</p>"));
}

TEST_CASE("every page can be read in both languages", "[pages]") {
    const auto page_in = [](language in) {
        return sample_pages(in, sample_schema, [](std::string_view) { return "x"; });
    };
    const auto english = page_in(language::english), chinese = page_in(language::chinese);
    for (const auto& [name, page] : english) {
        INFO(name);
        CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
        CHECK(chinese.at(name).starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
        CHECK(page != chinese.at(name));
        const auto has_chinese = [](std::string_view text) {
            return text.find_first_of("\xE4\xE5\xE6\xE7\xE8\xE9") != text.npos;
        };
        const auto switch_to = page.rfind("中文");
        REQUIRE(switch_to != std::string::npos);
        CHECK_FALSE(has_chinese(page.substr(0, switch_to)));
    }
}

TEST_CASE("no page has a script, a style or a handler inside", "[pages]") {
    for (const auto& [name, page] :
         sample_pages(language::english, sample_schema, [](std::string_view) { return "x"; })) {
        INFO(name);
        for (const auto* inline_code : {" style=", " onclick=", " onload=", "<style", "<script>", "javascript:"})
            CHECK(page.find(inline_code) == std::string::npos);
        const auto first = page.find("<script ");
        CHECK(page.substr(first).starts_with("<script src=\"/site.js\" defer=\"\"></script>"));
        CHECK(page.find("<script ", first + 1) == std::string::npos);
    }
}

TEST_CASE("T21: every form that changes something is posted with the token", "[pages]") {
    for (const auto& [name, page] :
         sample_pages(language::english, sample_schema, [](std::string_view) { return "x"; })) {
        INFO(name);
        for (auto at = page.find("<form"); at != std::string::npos; at = page.find("<form", at + 1)) {
            const auto form = page.substr(at, page.find("</form>", at) - at);
            const bool only_asks = form.find("method=\"get\"") != std::string::npos;
            CHECK(only_asks != (form.find("name=\"csrf\" value=\"x\"") != std::string::npos));
            CHECK((only_asks || form.find("method=\"post\"") != std::string::npos));
        }
    }
}
