/* SPDX-License-Identifier: Apache-2.0
 *
 * What Go cannot do by itself: open a library as the interface wants it, call a function pointer, and give C one. A
 * host's ctx is a number, a cgo.Handle: no pointer of Go stays in C. */
#ifndef IDP_GO_BRIDGE_H
#define IDP_GO_BRIDGE_H

#include "idp_plugin.h"

/* The entry's table. Null: *why says why, or is null if the library has no entry. */
const idp_plugin_v1* bridge_open(const char* file, const char** why);
const void* bridge_extension(const idp_plugin_v1* plugin, const char* id);

/* From malloc. */
idp_host_v1* bridge_new_host(uintptr_t handle);
/* The table of idp.host.kv/1; static. */
const void* bridge_kv(void);
void bridge_give(void* sink, void* user, const void* value, size_t len);

idp_status bridge_create(const idp_plugin_v1* plugin, const idp_host_v1* host, const idp_create_request* request,
                         idp_instance** out, idp_error* err);
idp_status bridge_destroy(const idp_plugin_v1* plugin, idp_instance* self);
idp_status bridge_build_authorize_url(const idp_plugin_v1* plugin, idp_instance* self,
                                      const idp_authorize_request* request, idp_authorize_result* out, idp_error* err);
idp_status bridge_prepare(const idp_plugin_v1* plugin, idp_instance* self);
idp_status bridge_handle_callback(const idp_plugin_v1* plugin, idp_instance* self, const idp_callback_request* request,
                                  idp_grant* out, idp_error* err);
idp_status bridge_resolve_account(const idp_plugin_v1* plugin, idp_instance* self, const idp_resolve_request* request,
                                  idp_account* out, idp_error* err);
idp_status bridge_cancel(const idp_plugin_v1* plugin, idp_instance* self, uint64_t op_id);

idp_status bridge_check_config(const void* extension, const idp_str* config, const idp_str* locale,
                               idp_config_issues* out, idp_error* err);
idp_status bridge_self_test(const void* extension, idp_instance* self, uint32_t timeout_ms, const idp_str* locale,
                            uintptr_t handle, idp_error* err);

void bridge_release(idp_owned* owner);

#endif
