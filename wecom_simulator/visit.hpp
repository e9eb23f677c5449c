#pragma once

#include "html.hpp"
#include "world.hpp"

#include <optional>

namespace simulator {

// One request for a page whose parameters were checked.
struct visit {
    world& state;
    const request& from;
    time_point now;
    language reader;
    const corporation& corp;
    const app* entered;  // null: the authorize page without an agentid
    bool appid_on_callback = false;
};

// What the person on the page decided; nothing so far: `person` is null and `refused` is false.
struct choice {
    const person* who = nullptr;
    bool refused = false;
    bool unknown = false;  // a script named somebody who is not in the fixtures
    bool scripted = false;
    parameters form = {};  // what the page's form sent
};

choice read_choice(const visit& at);

// The list of everybody, with a button to refuse.
response person_page(const visit& at, std::string_view title);

// 302 to the redirect_uri with a new code for that person.
response send_back_code(const visit& at, const person& who, std::optional<std::vector<std::string>> consent);

// 302 to the redirect_uri with the state and no code; or the page that stays, as the knob says.
response send_back_refusal(const visit& at);

// Answers everything that every page answers alike; empty if a person was chosen.
std::optional<response> answer_without_person(const visit& at, const choice& chosen, std::string_view title);

}  // namespace simulator
