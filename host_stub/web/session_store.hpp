#pragma once

#include "ambient.hpp"
#include "providers/configured_provider.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace host {

struct session {
    account who;
    std::string provider_name;
    std::string csrf_token;
    wall_time since{};
};

// Who is signed in, in memory. A session ends 8 hours after it began. Only fingerprints of session ids are kept, so
// that nobody who reads this memory can take a session over. Any thread.
class session_store {
public:
    void add(std::string_view id, session value, wall_time now);
    std::optional<session> find(std::string_view id, wall_time now) const;
    void remove(std::string_view id);
    std::size_t size() const;

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, session> by_fingerprint_;
};

}  // namespace host
