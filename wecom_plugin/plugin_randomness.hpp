#pragma once

#include <cstddef>
#include <string>

namespace wecom {

// Bytes that nobody can guess. Throws idp::failure if there are none.
std::string random_bytes(std::size_t count);

}  // namespace wecom
