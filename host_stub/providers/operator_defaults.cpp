#include "providers/operator_defaults.hpp"

#include <boost/json.hpp>

namespace host {
namespace {

namespace json = boost::json;

constexpr std::string_view property = "network";

json::value read(std::string_view text) {
    boost::system::error_code error;
    auto out = json::parse(text, error);
    return error ? json::value{} : out;
}

const json::object* object_in(const json::object* parent, std::string_view key) {
    const auto* value = parent ? parent->if_contains(key) : nullptr;
    return value ? value->if_object() : nullptr;
}

bool is_for_operators(const json::value& schema) {
    const auto* of = object_in(object_in(schema.if_object(), "properties"), property);
    const auto* mark = of ? of->if_contains("x-operator") : nullptr;
    return mark && mark->is_bool() && mark->get_bool();
}

}  // namespace

std::string with_operator_network(std::string_view config, std::string_view schema, std::string_view network) {
    auto whole = read(config);
    const bool applies = !network.empty() && whole.is_object() && !whole.get_object().contains(property) &&
                         is_for_operators(read(schema));
    if (!applies) return std::string{config};
    whole.get_object().emplace(property, json::parse(network));
    return json::serialize(whole);
}

}  // namespace host
