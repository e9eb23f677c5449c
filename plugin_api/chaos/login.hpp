#pragma once

#include "idp_plugin.h"

namespace chaos {

// The functions of the table that begin and take back a login, as idp_plugin.h says. The authorize page is the
// callback itself: the browser is sent straight back.
idp_status build_authorize_url(idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                               idp_error* err);
idp_status handle_callback(idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err);

}  // namespace chaos
