#pragma once

#include "behaviour.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chaos {

struct configuration {
    behaviour does = behaviour::mild;
    std::uint64_t seed = 0;
    std::uint32_t first = 0;
    std::string subject = "alice";
    std::chrono::milliseconds timeout{3000};
};

struct issue {
    std::string pointer, code, text;
};

// What config.schema.json accepts, or all that it refuses.
std::variant<configuration, std::vector<issue>> read_configuration(std::string_view json);

}  // namespace chaos
