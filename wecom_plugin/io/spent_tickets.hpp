#pragma once

#include "io/shared_state.hpp"

#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

namespace wecom {

// Which tickets were used in this process, by their numbers. Forgets none before it has expired: with 65,536 of them in
// mind it takes no more. Any thread.
class spent_tickets {
public:
    enum class answer { fresh, spent, full };
    answer spend(const std::string& number, time_point now);
    // As if it had not been used.
    void give_back(const std::string& number);

private:
    struct entry {
        std::string number;
        time_point when;
    };
    std::mutex mutex_;
    std::list<entry> oldest_first_;
    std::unordered_map<std::string, std::list<entry>::iterator> by_number_;
};

// Of all who call it with this number, one succeeds: in this process, and in all that share the store. errc::replayed,
// errc::overload, and errc::store for a store that does not say, which uses nothing up. `everywhere` may be null; it is
// asked on this thread, which is inside a call of the host.
result<void> spend_once(spent_tickets& here, shared_state* everywhere, const std::string& number, time_point now);

}  // namespace wecom
