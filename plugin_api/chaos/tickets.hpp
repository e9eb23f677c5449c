#pragma once

#include "idp_plugin.h"

namespace chaos {

// idp.bind-ticket/1, as idp_plugin.h says.
idp_status issue_ticket(idp_instance* self, const idp_account* account, const idp_str* binding, idp_bind_ticket* out,
                        idp_error* err);
idp_status redeem_ticket(idp_instance* self, const idp_str* ticket, const idp_str* binding, idp_account* account_out,
                         idp_error* err);

}  // namespace chaos
