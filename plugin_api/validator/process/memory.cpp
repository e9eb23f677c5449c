#include "validator/process/memory.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

namespace process {
namespace {

std::size_t field(const std::string& name) {
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;)
        if (std::size_t kilobytes = 0; word == name && status >> kilobytes) return kilobytes * 1024;
    return 0;
}

}  // namespace

std::size_t resident_bytes() {
    std::size_t all = 0, resident = 0;
    std::ifstream{"/proc/self/statm"} >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

peak_memory::peak_memory() {
    std::ofstream{"/proc/self/clear_refs"} << "5";  // the highest so far becomes that of now
    before_ = field("VmRSS:");
}

std::size_t peak_memory::growth() const {
    const auto highest = field("VmHWM:");
    return highest > before_ ? highest - before_ : 0;
}

}  // namespace process
