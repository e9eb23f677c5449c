#pragma once

#include "io/ambient.hpp"

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace wecom {

enum class log_level { debug, info, warning };

struct log_line {
    log_level level = log_level::info;
    time_point when{};
    std::string text;  // printable, without secrets
};

// Where the I/O thread leaves what it has to say, because only a host's own thread may call the host. Written on the
// I/O thread, taken on a host's thread that is inside a call.
class log_queue {
public:
    void write(log_level level, std::string text, time_point now) {
        const std::lock_guard lock{mutex_};
        if (lines_.size() < capacity)
            lines_.push_back({level, now, std::move(text)});
        else
            ++dropped_;
    }

    bool is_empty() {
        const std::lock_guard lock{mutex_};
        return lines_.empty();
    }

    std::vector<log_line> take(time_point now) {
        const std::lock_guard lock{mutex_};
        auto out = std::exchange(lines_, {});
        if (dropped_ > 0)
            out.push_back(
                {log_level::warning, now, std::to_string(std::exchange(dropped_, 0)) + " log records were dropped"});
        return out;
    }

private:
    static constexpr std::size_t capacity = 256;
    std::mutex mutex_;
    std::vector<log_line> lines_;
    std::size_t dropped_ = 0;
};

}  // namespace wecom
