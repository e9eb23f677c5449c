#pragma once

#include "message.hpp"

#include <map>
#include <string>
#include <utility>

namespace simulator {

// Things handed out under an opaque text and honoured for a while: tokens, codes, tickets.
template <class Value>
class ledger {
public:
    struct entry {
        Value value;
        time_point expires;
    };

    // Expired entries stay known this long, because WeCom answers "expired" and "never seen" differently.
    static constexpr std::chrono::hours memory{1};

    void issue(std::string text, Value value, time_point expires, time_point now) {
        std::erase_if(entries_, [&](const auto& item) { return item.second.expires + memory <= now; });
        entries_.insert_or_assign(std::move(text), entry{std::move(value), expires});
    }

    // Expired or not; null if the text was never handed out, was withdrawn or is forgotten.
    const entry* find(std::string_view text, time_point now) const {
        auto found = entries_.find(text);
        if (found == entries_.end() || found->second.expires + memory <= now) return nullptr;
        return &found->second;
    }

    const Value* find_valid(std::string_view text, time_point now) const {
        auto* found = find(text, now);
        return found && now < found->expires ? &found->value : nullptr;
    }

    void withdraw(std::string_view text) {
        if (auto found = entries_.find(text); found != entries_.end()) entries_.erase(found);
    }

    template <class Predicate>
    std::size_t withdraw_if(Predicate matches) {
        return std::erase_if(entries_, [&](const auto& item) { return matches(item.second.value); });
    }

    template <class Predicate>
    std::size_t expire_if(Predicate matches, time_point now) {
        std::size_t count = 0;
        for (auto& [text, item] : entries_) {
            if (now >= item.expires || !matches(item.value)) continue;
            item.expires = now;
            ++count;
        }
        return count;
    }

    // The text of a valid entry that matches; empty if there is none.
    template <class Predicate>
    std::string text_of(Predicate matches, time_point now) const {
        for (auto& [text, item] : entries_)
            if (now < item.expires && matches(item.value)) return text;
        return {};
    }

private:
    std::map<std::string, entry, std::less<>> entries_;
};

}  // namespace simulator
