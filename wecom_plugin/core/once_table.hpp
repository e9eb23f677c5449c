#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

namespace wecom {

// Which callbacks were used. A callback is good for one request to WeCom; whoever presents it again while that runs, or
// within a minute, gets the first result: browsers prefetch, people click twice, gateways repeat.
template <class Outcome>
class once_table {
public:
    using time_point = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds repeat_window{60};
    static constexpr std::size_t capacity = 10'000;

    enum class answer { run, join, repeat, replayed };

    // `run` makes the caller the one who asks WeCom, and who must call finish or forget.
    answer begin(const std::string& key, time_point now) {
        const auto [at, is_new] = entries_.try_emplace(key);
        if (is_new) return answer::run;
        if (!at->second.finished) return answer::join;
        return now - at->second.when < repeat_window ? answer::repeat : answer::replayed;
    }

    // Of an entry for which begin said `repeat`.
    const Outcome& outcome(const std::string& key) const { return entries_.at(key).outcome; }

    void finish(const std::string& key, Outcome outcome, time_point now) {
        entries_.at(key) = {std::move(outcome), now, true};
        finished_.push_back(key);
        fresh_.push_back(key);
        drop_old_outcomes(now);
        if (finished_.size() <= capacity) return;
        entries_.erase(finished_.front());
        finished_.pop_front();
    }

    // The code was never sent: the callback is as good as new.
    void forget(const std::string& key) { entries_.erase(key); }

private:
    struct entry {
        Outcome outcome{};
        time_point when{};
        bool finished = false;
    };

    // Who somebody is stays in memory no longer than it can be asked for.
    void drop_old_outcomes(time_point now) {
        for (; !fresh_.empty(); fresh_.pop_front()) {
            const auto at = entries_.find(fresh_.front());
            if (at == entries_.end()) continue;
            if (now - at->second.when < repeat_window) return;
            at->second.outcome = {};
        }
    }

    std::unordered_map<std::string, entry> entries_;
    std::deque<std::string> finished_;  // oldest first: all that are remembered
    std::deque<std::string> fresh_;     // oldest first: those that still have their outcome
};

}  // namespace wecom
