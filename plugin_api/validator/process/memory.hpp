#pragma once

#include <cstddef>

namespace process {

// Of this process, in memory now.
std::size_t resident_bytes();

// How much the resident memory of this process has grown at its highest since then.
class peak_memory {
public:
    peak_memory();
    std::size_t growth() const;  // bytes

private:
    std::size_t before_;
};

}  // namespace process
