#pragma once

#include "call_limits.hpp"
#include "call_log.hpp"
#include "directory.hpp"
#include "faults.hpp"
#include "knobs.hpp"
#include "ledger.hpp"
#include "message.hpp"

#include <boost/json.hpp>

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace simulator {

struct app_key {
    std::string corpid;
    int agentid = 0;

    auto operator<=>(const app_key&) const = default;
};

// What a code stands for.
struct grant {
    std::string corpid;
    std::optional<int> agentid;  // the authorize page may be called without it
    std::string person;
    std::string redirect_uri;
    std::optional<std::vector<std::string>> consent;  // set: the redemption hands out a user_ticket for these details
};

// What a user_ticket stands for.
struct detail_permission {
    app_key owner;
    std::string person;
    std::vector<std::string> consent;
};

// Everything the simulator knows and remembers. One thread owns it; no member reads a clock or draws randomness itself.
struct world {
    world(boost::json::value fixtures, random_text random);

    // Takes other fixtures; throws malformed and keeps the present ones if they are not right.
    void replace_fixtures(boost::json::value changed);
    std::string opaque_text(std::size_t usual_length);

    boost::json::value fixtures;
    directory people_and_apps;
    random_text random;
    std::chrono::seconds advanced{0};
    knobs settings = {};
    ledger<app_key> tokens = {};
    ledger<grant> codes = {};
    ledger<detail_permission> tickets = {};
    ledger<std::vector<std::string>> consents = {};  // keyed by consent_key
    call_limits limits = {};
    fault_desk faults = {};
    call_log log = {};
};

std::string consent_key(const app_key& asking, std::string_view userid);

}  // namespace simulator
