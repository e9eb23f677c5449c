#pragma once

#include "idp_plugin.h"

namespace chaos {

// What pages of a host are made of: idp.login-page/1, idp.http-routes/1 and idp.self-test/1, as idp_plugin.h says.
idp_status login_options(idp_instance* self, const idp_str* user_agent, const idp_str* locale, idp_login_options* out,
                         idp_error* err);
idp_status http_routes(idp_instance* self, idp_http_routes* out, idp_error* err);
idp_status run_self_test(idp_instance* self, uint32_t timeout_ms, const idp_str* locale, idp_self_test_fn sink,
                         void* user, idp_error* err);

}  // namespace chaos
