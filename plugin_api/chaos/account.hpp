#pragma once

#include "instance.hpp"

namespace chaos {

// Who logs in at this turn, as the behaviour has it; the caller owns it.
idp_account make_account(const idp_instance& self, std::uint32_t turn, bool repeated);

}  // namespace chaos
