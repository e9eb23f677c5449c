#include "web/schema_form/field_value.hpp"

#include "support/catch.hpp"

#include <boost/json/serialize.hpp>

using namespace host;
namespace json = boost::json;

namespace {

schema_field field_of(field_kind kind, json::value standard = nullptr) {
    schema_field out;
    out.pointer = "/a";
    out.kind = kind;
    out.default_value = std::move(standard);
    return out;
}

}  // namespace

TEST_CASE("a value is found and set where its pointer says", "[field_value]") {
    json::object config{{"a", 1}, {"b", {{"c", "x"}}}};
    CHECK(*value_at(config, "/b/c") == "x");
    CHECK(value_at(config, "/a/c") == nullptr);
    CHECK(value_at(config, "/c") == nullptr);
    set_value(config, "/b/d", 2);
    set_value(config, "/e/f", 3);
    set_value(config, "/a/g", 4);
    CHECK(json::serialize(config) == R"({"a":{"g":4},"b":{"c":"x","d":2},"e":{"f":3}})");
}

TEST_CASE("a control shows a value as a person writes it", "[field_value]") {
    CHECK(shown_value({{"a", "x"}}, field_of(field_kind::text)) == "x");
    CHECK(shown_value({{"a", 1000002}}, field_of(field_kind::text)) == "1000002");
    CHECK(shown_value({{"a", true}}, field_of(field_kind::toggle)) == "true");
    CHECK(shown_value({{"a", {"x", 1}}}, field_of(field_kind::lines)) == "x\n1");
    CHECK(shown_value({{"a", json::object{{"b", 1}}}}, field_of(field_kind::json)) == "{\"b\":1}");
}

TEST_CASE("without a value the default is shown", "[field_value]") {
    CHECK(shown_value({}, field_of(field_kind::number, 8000)) == "8000");
    CHECK(shown_value({}, field_of(field_kind::text)).empty());
    CHECK(is_chosen({}, field_of(field_kind::choices, json::array{"member"}), "member"));
    CHECK_FALSE(
        is_chosen({{"a", json::array{"linked"}}}, field_of(field_kind::choices, json::array{"member"}), "member"));
}

TEST_CASE("T33: of a secret nothing is shown", "[field_value]") {
    CHECK(shown_value({{"a", "hidden"}}, field_of(field_kind::secret)).empty());
}
