#pragma once

#include "core/authorize_url.hpp"
#include "core/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wecom {

// What an instance seals with, and what it knows itself by inside a seal.
struct login_keys {
    sealer transactions, grants, store;
    std::string instance_hash;
    std::optional<sealer> tickets;  // of the host's seal keys only: a ticket lives longer than a rotation of the secret
};

// Without seal keys of the host's, one is derived from the app's secret: equal on all nodes, and gone with the secret.
login_keys make_login_keys(std::vector<secret> seal_keys, std::string_view instance_id, const config& settings);

// What a host asks when it sends a browser to WeCom.
struct login_request {
    std::string_view redirect_uri, context, purpose, binding, mode, user_agent, locale;
    bool restarted = false;
};

struct begun_login {
    std::string location, transaction;
    login_mode mode = login_mode::in_app;
};

constexpr std::size_t begin_login_random = 32 + nonce_size;

// Makes the URL and the transaction of a login from begin_login_random random bytes.
// errc::argument or too_long for a request that breaks the contract; errc::mode; errc::config_field.
result<begun_login> begin_login(const config& settings, const login_keys& keys, const login_request& asked,
                                std::string_view random, wall_ms now);

}  // namespace wecom
