#pragma once

#include "core/account.hpp"
#include "core/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wecom {

// What the processes of a deployment tell each other through the host's store. It leaves the plugin sealed only, and
// bytes of another version are nothing.

// An app's token: until when it serves, by the hosts' clocks, because those of processes and nodes differ otherwise.
struct shared_token {
    secret value;
    wall_ms expires = 0;
};
std::string pack(const shared_token& token);
std::optional<shared_token> unpack_token(std::string_view bytes);

// How a login ended, for whoever presents the same callback to another process.
std::string pack(const result<account>& outcome);
std::optional<result<account>> unpack_outcome(std::string_view bytes);

}  // namespace wecom
