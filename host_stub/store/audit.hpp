#pragma once

#include "ambient.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace host {

class database;

// One thing that happened and that somebody may have to account for. Holds no secret. Of each text at most 512 bytes
// are kept: some come from strangers.
struct audit_entry {
    wall_time at{};
    std::string tenant_id{};
    std::string kind{};      // "login", "login_refused", "bind", "unbind", "provider_changed", ...
    std::string actor{};     // the name of the user who did it; empty: nobody was signed in
    std::string subject{};   // what it was done to: an account, a user, a provider's name
    std::string provider{};  // the id of the provider setting, or empty
    std::string detail{};    // a reason or what changed; text for people
    std::string address{};   // of the browser
    std::uint64_t id = 0;    // given by the store, grows
};

struct audit_extract {
    std::vector<audit_entry> entries;  // newest first
    std::uint64_t total = 0;
};

// Kept for 400 days. Entries are only added; nothing of this host changes one.
class audit {
public:
    explicit audit(database& data) : data_{data} {}

    void add(const audit_entry& what);
    // kind empty: every kind. page counts from 1.
    audit_extract list(std::string_view tenant_id, std::string_view kind, std::size_t page,
                       std::size_t page_size) const;
    std::size_t forget_before(wall_time when);

private:
    database& data_;
};

}  // namespace host
