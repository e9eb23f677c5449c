#include "event_log.hpp"

#include "utc_text.hpp"

#include <algorithm>
#include <array>
#include <ostream>

namespace host {
namespace {

constexpr std::array<std::string_view, 6> level_names{"", "trace", "debug", "info", "warning", "error"};
constexpr std::size_t max_value = 2000;

std::string timestamp(wall_time when) {
    const auto part = when - std::chrono::floor<std::chrono::seconds>(when);
    const auto digits = std::to_string(1000 + std::chrono::duration_cast<std::chrono::milliseconds>(part).count());
    return utc_text(when, "%FT%T.") + digits.substr(1) + "Z";
}

// The size of a character at the front of text that a terminal would obey instead of showing: C0, C1, line and
// paragraph separators, changes of direction. 0 if it is none.
std::size_t unprintable_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto in = [](unsigned value, unsigned low, unsigned high) { return value >= low && value <= high; };
    if (byte(0) < 0x20 || byte(0) == 0x7F) return 1;
    if (byte(0) == 0xC2 && in(byte(1), 0x80, 0x9F)) return 2;
    if (byte(0) == 0xE2 && byte(1) == 0x80 && (in(byte(2), 0x8E, 0x8F) || in(byte(2), 0xA8, 0xAE))) return 3;
    if (byte(0) == 0xE2 && byte(1) == 0x81 && in(byte(2), 0xA6, 0xA9)) return 3;
    return 0;
}

void append_hex(std::string& to, std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (const unsigned char byte : bytes)
        to.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"._:/-+,@*[]"}.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<log_level> parse_log_level(std::string_view name) {
    const auto at = std::find(level_names.begin() + 1, level_names.end(), name);
    if (at == level_names.end()) return std::nullopt;
    return static_cast<log_level>(at - level_names.begin());
}

std::string log_value(std::string_view value) {
    value = value.substr(0, max_value);
    if (!value.empty() && std::all_of(value.begin(), value.end(), is_plain)) return std::string{value};
    std::string out = "\"";
    while (!value.empty()) {
        const auto unprintable = unprintable_size(value);
        const auto size = std::max<std::size_t>(unprintable, 1);
        if (unprintable > 0)
            append_hex(out, value.substr(0, size));
        else if (value.front() == '"' || value.front() == '\\')
            out.append(1, '\\').append(1, value.front());
        else
            out += value.front();
        value.remove_prefix(size);
    }
    return out + '"';
}

event_log::event_log(std::ostream& out, log_level at_least, std::function<wall_time()> now)
    : out_{out}, at_least_{at_least}, now_{std::move(now)} {}

void event_log::write(log_level level, std::string_view event, std::initializer_list<log_field> fields) {
    if (level >= at_least_) write_at(now_(), level, event, fields);
}

void event_log::write_at(wall_time when, log_level level, std::string_view event,
                         std::initializer_list<log_field> fields) {
    if (level < at_least_) return;
    auto line = timestamp(when).append(1, ' ').append(level_names.at(static_cast<std::size_t>(level)));
    line.append(1, ' ').append(event);
    for (const auto& field : fields)
        if (!field.value.empty()) line.append(1, ' ').append(field.name).append(1, '=').append(log_value(field.value));
    const std::lock_guard lock{writing_};
    out_ << (line += '\n') << std::flush;
}

}  // namespace host
