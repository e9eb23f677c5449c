#pragma once

#include "idp_plugin.h"

namespace chaos {

// resolve_account of the table and idp.async/1, as idp_plugin.h says.
idp_status resolve_account(idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err);
idp_status resolve_account_start(idp_instance* self, const idp_resolve_request* req, idp_resolved_fn done, void* user,
                                 idp_error* err);
idp_status cancel(idp_instance* self, uint64_t op_id);

}  // namespace chaos
