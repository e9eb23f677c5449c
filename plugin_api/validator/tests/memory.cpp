#include "validator/tests/memory.hpp"

#include <algorithm>
#include <fstream>
#include <string>

namespace validator {

namespace {

std::size_t highest_resident_size() {
    std::ifstream status{"/proc/self/status"};
    for (std::string name; status >> name;)
        if (std::size_t kibibytes = 0; name == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
    return 0;
}

}  // namespace

// "5" sets the highest resident size back to the present one.
peak_memory::peak_memory() {
    std::ofstream{"/proc/self/clear_refs"} << 5;
    before_ = highest_resident_size();
}

std::size_t peak_memory::growth() const { return std::max(highest_resident_size(), before_) - before_; }

}  // namespace validator
