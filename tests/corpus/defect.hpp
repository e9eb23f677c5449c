#pragma once

#include "idp_plugin.h"

extern "C" const idp_plugin_v1* good_entry();

// What the provider does that the defect is built upon: `good().create(...)`.
inline const idp_plugin_v1& good() { return *good_entry(); }

// One defect: changes the table of a good provider before anybody sees it.
#define DEFECT(name) extern "C" void name(idp_plugin_v1* table)
