#pragma once

#include "idp_plugin.hpp"

namespace wecom {

// The table of idp.bind-ticket/1.
extern const idp_bind_ticket_v1 bind_ticket_extension;

}  // namespace wecom
