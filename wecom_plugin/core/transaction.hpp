#pragma once

#include "core/error.hpp"
#include "core/seal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wecom {

// Unix time in milliseconds, the host's clock.
using wall_ms = std::uint64_t;

constexpr std::uint32_t transaction_lifetime_s = 600;

// What must come back with a callback in the cookie of the same browser. It leaves the plugin sealed only.
struct transaction {
    std::string state;          // 43 characters of base62, after an `r` for a restarted login
    std::string instance_hash;  // short_hash of the instance id
    std::string purpose, mode, context;
    std::string redirect_hash, binding_hash;
    wall_ms issued = 0;

    bool restarted() const { return state.starts_with('r') && state.size() == 44; }
};

std::string pack(const transaction& value);
// Nothing for bytes of another version.
std::optional<transaction> unpack_transaction(std::string_view bytes);

// A new state from 32 random bytes. A restarted login says so in front, where it is seen even if the cookie is lost.
std::string make_state(std::string_view random32, bool restarted);

// What resolve_account needs of a callback, sealed so that it may happen on another node.
struct grant {
    std::string instance_hash;
    sha256_digest nonce_hash{};  // of the state: the key under which a callback is used once
    secret code;
    bool restarted = false;
    wall_ms issued = 0;  // of the transaction: a grant does not outlive the memory that it was used
};

std::string pack(const grant& value);
std::optional<grant> unpack_grant(std::string_view bytes);

// Issue times up to a minute in the future are accepted: the clocks of nodes differ.
bool is_expired(wall_ms issued, wall_ms now);

}  // namespace wecom
