#pragma once

#include "core/seal.hpp"
#include "core/transaction.hpp"
#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>

namespace wecom {

enum class claim {
    mine,    // nobody had it
    taken,   // somebody has it
    unknown  // the store does not say
};

// The store that the processes of a deployment share, as the host offers it. Called only on a thread that is inside a
// call of that host. A failing store is as good as an empty one.
struct host_store {
    std::function<std::optional<std::string>(const std::string& key)> get;
    std::function<void(const std::string& key, const std::string& value, std::chrono::milliseconds lifetime)> put;
    std::function<claim(const std::string& key, const std::string& value, std::chrono::milliseconds lifetime)>
        put_if_absent;
};

// What one instance shares with its twins in other processes: everything sealed, under the name of its key. The I/O
// thread asks, and threads of the host run the errands: one that waits for a login, or the next that comes by.
class shared_state {
public:
    shared_state(host_store store, sealer keys, const ambient& around);

    struct entry {
        secret value;
        wall_ms now = 0;  // by the host's clock, when it was read
    };

    // A thread of the host waits, so a question is answered soon.
    bool is_attended();

    // ---- on the I/O thread. None waits for the store longer than 50 ms.

    // Nothing if it is absent, does not open, or is not told in time.
    awaitable<std::optional<entry>> get(std::string key);
    awaitable<claim> claim_once(std::string key, std::chrono::milliseconds lifetime);
    // When a thread comes by. At most 16 wait for that; the oldest is dropped first.
    using value_at = std::function<std::string(wall_ms now)>;
    void put(std::string key, value_at value, std::chrono::milliseconds lifetime);

    // ---- on a thread that is inside a call of the host; `now` is the host's clock

    std::optional<entry> get_now(const std::string& key, wall_ms now);
    claim claim_now(const std::string& key, std::chrono::milliseconds lifetime);
    // None is begun after `until`: the store may be slow, and a call has its deadline.
    void run_errands(wall_ms now, time_point until = time_point::max()) noexcept;

    // A thread that waits is poked when there is something to do, be it that it is there already. poke is called on
    // the I/O thread, or at once on this one, and must not block.
    class waiter {
    public:
        waiter(shared_state& of, std::function<void()> poke);
        ~waiter();
        waiter(const waiter&) = delete;

    private:
        shared_state& of_;
        std::list<std::function<void()>>::iterator at_;
    };

private:
    using errand = std::function<void(wall_ms now)>;
    template <class T>
    awaitable<T> ask(std::function<T(wall_ms)> question, T otherwise);
    void leave(errand what);
    std::string sealed(std::string_view plain, const std::string& key);

    const host_store store_;
    const sealer keys_;
    const ambient around_;
    std::mutex mutex_;
    std::deque<errand> questions_, writes_;
    std::list<std::function<void()>> waiting_;
};

}  // namespace wecom
