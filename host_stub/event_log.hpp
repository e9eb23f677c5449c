#pragma once

#include "ambient.hpp"

#include <initializer_list>
#include <iosfwd>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace host {

// The same numbers as IDP_LOG_TRACE ... IDP_LOG_ERROR.
enum class log_level { trace = 1, debug, info, warning, error };

std::optional<log_level> parse_log_level(std::string_view name);

struct log_field {
    std::string_view name;
    std::string value;
};

// One line an event: "2026-01-31T08:15:00.250Z info login provider=acme subject=\"zhang san\"". Values may hold what
// strangers sent: whatever could forge a second line or turn the text around is escaped. An empty value is left
// out. Any thread may write.
class event_log {
public:
    event_log(std::ostream& out, log_level at_least, std::function<wall_time()> now);

    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields);
    void write_at(wall_time when, log_level level, std::string_view event, std::initializer_list<log_field> fields);

private:
    std::ostream& out_;
    const log_level at_least_;
    const std::function<wall_time()> now_;
    std::mutex writing_;
};

// A value as it stands in a line: bare if it is plain, else quoted and escaped; cut at 2,000 bytes.
std::string log_value(std::string_view value);

}  // namespace host
