#pragma once

#include "idp_plugin.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace validator {

struct log_line {
    std::int32_t level;
    std::uint64_t op_id;
    std::string text;
};

// How the host's store behaves.
enum class store { none, working, failing, slow /* 500 ms a call */ };

// A host within its contract that sees whether the provider keeps its own: who calls it, when, and with what. Threads
// of the plugin may call it at any time, that is what it watches; it must outlive the instances made with it.
class attentive_host {
public:
    explicit attentive_host(store kind = store::none);
    ~attentive_host();
    attentive_host(const attentive_host&) = delete;

    const idp_host_v1& table() const { return table_; }
    idp_host_v1& table() { return table_; }  // to spoil it, before create

    // A call of the host into the instance, on this thread. Made by guest for each of its calls; they may nest.
    class visit {
    public:
        explicit visit(attentive_host& of);
        ~visit();
        visit(const visit&) = delete;

    private:
        attentive_host& of_;
    };

    std::atomic<std::uint64_t> now_ms{1'700'000'000'000};  // the wall clock stands still unless a test moves it

    // Called in every host function, on its thread, after it was noted. For hosts that are slow, or that call back.
    // Set before the provider may call.
    std::function<void(const char* function)> when_called;

    // From now on nobody has a reason to call: every call is a breach.
    void close() { closed_ = true; }

    std::vector<log_line> logs() const;
    // Threads that are inside a call.
    std::size_t inside() const;
    int calls() const { return calls_; }  // of any host function, so far
    // A sentence for each kind of thing that a provider must not do and did: called on a thread that is in no call,
    // with another ctx, after close(), a record that is not one line of UTF-8, a key or value beyond its limits.
    std::vector<std::string> breaches() const;
    // Throws violation with the first of them.
    void expect_no_breach() const;

    // What the provider keeps in the store. Values expire by now_ms.
    std::map<std::string, std::string> stored() const;
    // Does it in the provider's place: for values that were tampered with.
    void set_stored(const std::string& key, std::string value);

private:
    struct stored_value {
        std::string text;
        std::uint64_t expires_ms;
    };
    struct functions;

    static attentive_host& from(void* ctx, const char* function);
    void note_call(const char* function);
    void breach(std::string what);
    void examine(const idp_log_record* record);
    // The key as text, or nothing if the store does not answer.
    std::optional<std::string> reach_store(const char* function, const idp_str* key, const idp_str* value);
    std::map<std::string, stored_value>::iterator find_locked(const std::string& key);

    idp_host_v1 table_{};
    idp_host_kv_v1 kv_{};
    const store kind_;
    std::atomic<bool> closed_{false};
    std::atomic<int> calls_{0};
    mutable std::mutex mutex_;
    std::multiset<std::thread::id> inside_;
    std::vector<log_line> logs_;
    std::vector<std::string> breaches_;
    std::map<std::string, stored_value> values_;
};

}  // namespace validator
