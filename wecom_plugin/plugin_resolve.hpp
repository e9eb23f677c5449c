#pragma once

#include "idp_plugin.hpp"

namespace wecom {

// resolve_account of idp_plugin_v1.
idp_status resolve_account(idp_instance* self, const idp_resolve_request* request, idp_account* out, idp_error* err);

// The table of idp.async/1.
extern const idp_async_v1 async_extension;

}  // namespace wecom
