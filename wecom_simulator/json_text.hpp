#pragma once

#include <string>
#include <string_view>

namespace simulator {

// The same JSON text in ASCII: \uXXXX for everything else, as surrogate pairs beyond the basic plane.
std::string escape_non_ascii(std::string_view serialized);

}  // namespace simulator
