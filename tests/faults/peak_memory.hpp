#pragma once

#include <cstddef>
#include <fstream>
#include <string>

namespace faults {

// How much the resident memory of this process has grown at its highest since then.
class peak_memory {
public:
    peak_memory() {
        std::ofstream{"/proc/self/clear_refs"} << "5";  // the highest so far becomes that of now
        before_ = field("VmRSS:");
    }
    std::size_t growth() const {
        const auto highest = field("VmHWM:");
        return highest > before_ ? highest - before_ : 0;
    }

private:
    static std::size_t field(const std::string& name) {
        std::ifstream status{"/proc/self/status"};
        for (std::string word; status >> word;)
            if (std::size_t kilobytes = 0; word == name && status >> kilobytes) return kilobytes * 1024;
        return 0;
    }
    std::size_t before_ = 0;
};

}  // namespace faults
