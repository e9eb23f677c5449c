#pragma once

#include "api/api_routes.hpp"

namespace host {

// ArkID's page 认证管理: the accounts of other providers that belong to whoever asks.
//   GET mine/tenant/{tenant}/accounts/              what is bound
//   GET mine/tenant/{tenant}/unbind_accounts/       providers through which nothing is bound
//   GET mine/tenant/{tenant}/accounts/{id}/bind     id of a provider: where the browser has to go
//   POST mine/tenant/{tenant}/accounts/{id}/unbind  id of a bound account; asks for a fresh token
void add_mine_accounts(api_routes& to, site_state& state);

}  // namespace host
