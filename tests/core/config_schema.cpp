#include "core/assets.hpp"
#include "core/config.hpp"
#include "core/json_schema.hpp"
#include "support/a_config.hpp"
#include "support/catch.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <functional>

using namespace wecom;

namespace {

namespace json = boost::json;

const json::value& schema() {
    static const json::value value = json::parse(config_schema_json);
    return value;
}

// Calls visit(pointer, property) for each property of the schema, those of objects inside included.
using visitor = std::function<void(const std::string&, const json::object&)>;
void for_each_property(const json::object& object, const visitor& visit, const std::string& pointer = "") {
    for (const auto& [name, property] : object.at("properties").as_object()) {
        const auto at = pointer + "/" + std::string{name};
        visit(at, property.as_object());
        if (property.as_object().contains("properties")) for_each_property(property.as_object(), visit, at);
    }
}

}  // namespace

TEST_CASE("every keyword of the schema is enforced or passed over knowingly", "[config_schema]") {
    const auto& known = json_schema_keywords();
    const std::function<void(const json::object&)> visit = [&](const json::object& part) {
        for (const auto* inner : {"items", "additionalProperties"})
            if (part.contains(inner) && part.at(inner).is_object()) visit(part.at(inner).as_object());
        for (const auto& [keyword, value] : part) {
            INFO(std::string{keyword});
            CHECK(std::count(known.begin(), known.end(), std::string_view{keyword.data(), keyword.size()}) == 1);
        }
    };
    visit(schema().as_object());
    for_each_property(schema().as_object(), [&](auto&, const json::object& property) { visit(property); });
    for (const auto& rule : schema().at("allOf").as_array()) {
        visit(rule.as_object());
        visit(rule.at("if").as_object());
        visit(rule.at("then").as_object());
    }
}

TEST_CASE("every property of the schema is explained in both languages", "[config_schema]") {
    for_each_property(schema().as_object(), [](const std::string& pointer, const json::object& property) {
        INFO(pointer);
        for (const auto* key : {"title", "description"}) {
            CHECK(!property.at(key).as_string().empty());
            CHECK(!property.at("x-i18n").at("zh-CN").at(key).as_string().empty());
        }
        CHECK(property.at("x-order").as_int64() > 0);
        CHECK(!property.at("examples").as_array().empty());
    });
}

TEST_CASE("every default and example of the schema is accepted by it", "[config_schema]") {
    for_each_property(schema().as_object(), [](const std::string& pointer, const json::object& property) {
        INFO(pointer);
        auto values = property.at("examples").as_array();
        if (const auto* value = property.if_contains("default")) values.push_back(*value);
        for (const auto& value : values)
            CHECK(schema_issues(property, value, language::en).empty());
    });
}

TEST_CASE("a configuration that spells the defaults out is the same as one that does not", "[config_schema]") {
    a_config spelled_out;
    json::object network;
    for_each_property(schema().as_object(), [&](const std::string& pointer, const json::object& property) {
        const auto* value = property.if_contains("default");
        if (!value) return;
        if (pointer.starts_with("/network/"))
            network[pointer.substr(9)] = *value;
        else
            spelled_out.with(pointer.substr(1).c_str(), *value);
    });
    spelled_out.with("network", network);

    const config a = spelled_out, b = a_config{}, c{};
    CHECK(a.mode == b.mode);
    CHECK(a.ask_private_info == b.ask_private_info);
    CHECK(a.profile == b.profile);
    CHECK(a.accept_linked_corp == b.accept_linked_corp);
    CHECK(a.encrypted_ids == b.encrypted_ids);
    CHECK(a.timeout == b.timeout);
    CHECK(a.lang == b.lang);
    CHECK(a.network.api_base.origin() == b.network.api_base.origin());
    CHECK(a.network.in_app_base.origin() == b.network.in_app_base.origin());
    CHECK(a.network.allow_private == b.network.allow_private);
    CHECK(a.network.allow_http == b.network.allow_http);
    CHECK(a.network.v4_only == b.network.v4_only);
    CHECK((c.mode == b.mode && c.profile == b.profile && c.timeout == b.timeout && c.lang == b.lang));
}
