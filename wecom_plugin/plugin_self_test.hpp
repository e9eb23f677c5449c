#pragma once

#include "idp_plugin.hpp"

namespace wecom {

// The table of idp.self-test/1.
extern const idp_self_test_v1 self_test_extension;

}  // namespace wecom
