#pragma once

#include "idp_plugin.h"

#include <cstdint>

namespace chaos {

// Which function fails.
enum class failing { create, authorize, callback, resolve, issue, redeem };

// How many different statuses and reasons the header gives the function, and some that later minors may add. Not among
// them: what would be untrue of the host (invalid, cancelled, wrong_process) or of time (deadline).
std::uint32_t count_misfortunes(failing function);

// Tells the one of this turn, in words, numbers and HTTP statuses that change with the turns. The status that the
// function has to return, never IDP_OK; a positive one leaves err as it is. restarted: a login that must not be told
// to begin again.
idp_status tell_misfortune(failing function, std::uint32_t turn, bool restarted, idp_error* err);

}  // namespace chaos
