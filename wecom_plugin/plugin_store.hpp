#pragma once

#include "idp_plugin.hpp"
#include "io/shared_state.hpp"

#include <memory>

namespace wecom {

// What an instance shares with its twins in other processes through the host's idp.host.kv/1; null if the host offers
// none. `of` outlives it.
std::shared_ptr<shared_state> shared_state_of(const idp_host_v1& of, const sealer& keys);

}  // namespace wecom
