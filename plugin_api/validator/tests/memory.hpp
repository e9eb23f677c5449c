#pragma once

#include <cstddef>

namespace validator {

// How far the memory of this process has grown above what it was when this was made, at its highest.
class peak_memory {
public:
    peak_memory();
    std::size_t growth() const;  // bytes

private:
    std::size_t before_;
};

}  // namespace validator
