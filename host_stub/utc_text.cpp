#include "utc_text.hpp"

#include <array>
#include <ctime>

namespace host {

std::string utc_text(wall_time when, const char* format) {
    const auto seconds = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(when));
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 64> out{};
    return {out.data(), std::strftime(out.data(), out.size(), format, &parts)};
}

}  // namespace host
