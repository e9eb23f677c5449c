#include "providers/operator_defaults.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("the operator's network is put where a schema leaves it to operators", "[operator_defaults]") {
    constexpr std::string_view network = R"({"proxy":"http://proxy"})";
    constexpr std::string_view operators = R"({"properties": {"network": {"type": "object", "x-operator": true}}})";
    constexpr std::string_view everybody = R"({"properties": {"network": {"type": "object"}}})";
    struct row {
        std::string_view config, schema, network, expected;
    };
    const auto [config, schema, given, expected] = GENERATE_COPY(values<row>({
        {R"({"a":1})", operators, network, R"({"a":1,"network":{"proxy":"http://proxy"}})"},
        {R"({"network":{}})", operators, network, R"({"network":{}})"},
        {R"({"a":1})", everybody, network, R"({"a":1})"},
        {R"({"a":1})", R"({"properties": []})", network, R"({"a":1})"},
        {R"({"a":1})", "no JSON", network, R"({"a":1})"},
        {R"({"a":1})", operators, "", R"({"a":1})"},
        {R"([1])", operators, network, R"([1])"},
        {"no JSON", operators, network, "no JSON"},
    }));
    CHECK(with_operator_network(config, schema, given) == expected);
}
