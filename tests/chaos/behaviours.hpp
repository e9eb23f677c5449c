#pragma once

#include "idp_plugin.hpp"

#include <boost/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace chaos_test {

// What the provider's own schema lists: each behaviour with its description.
inline std::vector<std::pair<std::string, std::string>> behaviours() {
    const auto schema = boost::json::parse(idp::provider::open(CHAOS).descriptor().config_schema);
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& one : schema.at("properties").at("behaviour").at("oneOf").as_array())
        out.emplace_back(boost::json::value_to<std::string>(one.at("const")),
                         boost::json::value_to<std::string>(one.at("description")));
    return out;
}

// A configuration in which nothing takes longer than a tenth of a second and what the contract adds to it.
inline std::string configured(const std::string& behaviour, int first = 0) {
    return R"({"behaviour": ")" + behaviour + R"(", "seed": 7, "timeout_ms": 100, "first": )" + std::to_string(first) +
           "}";
}

}  // namespace chaos_test
