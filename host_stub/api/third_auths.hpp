#pragma once

#include "api/api_routes.hpp"

namespace host {

// ArkID's page 第三方认证: the configured providers of a tenant, for its administrators.
//   GET, POST tenant/{tenant}/third_auths/      GET, PUT, DELETE tenant/{tenant}/third_auths/{id}/
void add_third_auths(api_routes& to, site_state& state);

}  // namespace host
