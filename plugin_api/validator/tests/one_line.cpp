#include "validator/tests/one_line.hpp"

#include "validator/trial.hpp"
#include "validator/utf8.hpp"

namespace validator {

namespace {

// C0 and C1 controls, line and paragraph separators, and what turns the direction of a text.
bool is_unfit(std::string_view from_here) {
    const auto byte = [&](std::size_t i) {
        return i < from_here.size() ? static_cast<unsigned char>(from_here[i]) : 0;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F || (byte(0) == 0xC2 && byte(1) < 0xA0)) return true;
    if (byte(0) != 0xE2) return false;
    return (byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE) ||
           (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9);
}

}  // namespace

void expect_one_line(std::string_view text, const std::string& where) {
    expect(is_utf8(text), where + " is not UTF-8");
    for (std::size_t at = 0; at < text.size(); ++at)
        expect(!is_unfit(text.substr(at)),
               where + " has a control character, a line separator or a change of direction at byte " +
                   std::to_string(at) + ": what others have written is escaped");
}

}  // namespace validator
