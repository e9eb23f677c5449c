// A library with one defect, chosen by a definition. Nothing of it is ever called but the entry.

#include "idp_plugin.h"

#ifndef TABLE_SIZE
#define TABLE_SIZE sizeof(idp_plugin_v1)
#endif
#ifndef DESCRIPTOR_SIZE
#define DESCRIPTOR_SIZE sizeof(idp_descriptor)
#endif
#ifndef TABLE_FLAGS
#define TABLE_FLAGS 0
#endif
#ifndef MIN_HOST_MINOR
#define MIN_HOST_MINOR 0
#endif

#ifdef NO_ENTRY
#define idp_plugin_entry_v1 some_other_entry
extern "C" IDP_EXPORT const idp_plugin_v1* some_other_entry();
#endif

namespace {

const idp_descriptor descriptor = [] {
    idp_descriptor empty{};
    empty.struct_size = DESCRIPTOR_SIZE;
    return empty;
}();

const idp_plugin_v1 table = {
    .struct_size = TABLE_SIZE,
    .flags = TABLE_FLAGS,
    .abi_minor = MIN_HOST_MINOR,
    .min_host_minor = MIN_HOST_MINOR,
    .descriptor = &descriptor,
    .create = [](auto...) { return idp_status{IDP_E_INTERNAL}; },
    .destroy = [](auto...) { return idp_status{IDP_E_INTERNAL}; },
    .build_authorize_url = [](auto...) { return idp_status{IDP_E_INTERNAL}; },
    .prepare = [](auto...) { return idp_status{IDP_E_INTERNAL}; },
    .handle_callback = [](auto...) { return idp_status{IDP_E_INTERNAL}; },
    .resolve_account = [](auto...) { return idp_status{IDP_E_INTERNAL}; },
    .cancel = [](auto...) { return idp_status{IDP_E_INTERNAL}; },
    .get_extension = [](const char*) -> const void* { return nullptr; },
};

}  // namespace

extern "C" const idp_plugin_v1* idp_plugin_entry_v1() { return &table; }
