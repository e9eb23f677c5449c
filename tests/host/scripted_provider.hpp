#pragma once

#include <cstdint>

// What the scripted provider offers beside the contract: a test decides when a resolve may go on.
#define SCRIPTED_CONTROL_V1 "org.idpplugin.scripted-control/1"

struct scripted_control_v1 {
    std::uint32_t struct_size, flags;
    void (*hold)();             // from now on resolve_account waits, until let_go or cancel
    void (*wait_until_held)();  // returns when a resolve_account is waiting
    void (*let_go)();
    void (*wait_until_so_many_are_held)(int logins);
};
