#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <unordered_map>
#include <utility>

namespace wecom {

// How long the first result of a callback is the answer to its repetitions.
constexpr std::chrono::seconds repeat_window{60};

// Which callbacks were used. A callback is good for one request to WeCom; whoever presents it again while that runs, or
// within a minute, gets the first result: browsers prefetch, people click twice, gateways repeat.
template <class Key, class Outcome, class Hash = std::hash<Key>>
class once_table {
public:
    using time_point = std::chrono::steady_clock::time_point;
    static constexpr std::size_t capacity = 10'000;

    enum class answer { run, join, repeat, replayed };

    // `run` makes the caller the one who asks WeCom, and who must call finish or forget.
    answer begin(const Key& key, time_point now) {
        const auto [at, is_new] = entries_.try_emplace(key);
        if (is_new) return answer::run;
        if (!at->second.finished) return answer::join;
        return now - at->second.when < repeat_window ? answer::repeat : answer::replayed;
    }

    // Of an entry for which begin said `repeat`.
    const Outcome& outcome(const Key& key) const { return entries_.at(key).outcome; }

    void finish(const Key& key, Outcome outcome, time_point now) {
        auto& node = *entries_.find(key);
        finished_.push_back(&node);
        node.second = {std::move(outcome), now, true};
        drop_old_outcomes(now);
        if (finished_.size() <= capacity) return;
        entries_.erase(entries_.find(finished_.front()->first));
        finished_.pop_front();
        if (without_outcome_ > 0) --without_outcome_;
    }

    // The code was never sent: the callback is as good as new.
    void forget(const Key& key) { entries_.erase(key); }

private:
    struct entry {
        Outcome outcome{};
        time_point when{};
        bool finished = false;
    };

    // Who somebody is stays in memory no longer than it can be asked for.
    void drop_old_outcomes(time_point now) {
        for (; now - finished_[without_outcome_]->second.when >= repeat_window; ++without_outcome_)
            finished_[without_outcome_]->second.outcome = {};
    }

    std::unordered_map<Key, entry, Hash> entries_;
    std::deque<typename decltype(entries_)::value_type*> finished_;  // oldest first
    std::size_t without_outcome_ = 0;                                // of the oldest, so many have lost it
};

}  // namespace wecom
