/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bridge.h"

#include <dlfcn.h>
#include <stdlib.h>

const idp_plugin_v1* bridge_open(const char* file, const char** why) {
    void* library = dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    *why = library ? NULL : dlerror();
    idp_plugin_entry_v1_fn entry = NULL;
    if (library) *(void**)&entry = dlsym(library, IDP_PLUGIN_ENTRY_V1);
    return entry ? entry() : NULL;
}

const void* bridge_extension(const idp_plugin_v1* plugin, const char* id) { return plugin->get_extension(id); }

/* The host: each function of C calls that of Go with the handle. */

extern void idpGoLog(uintptr_t handle, idp_log_record* record);
extern uint64_t idpGoWallClockMs(uintptr_t handle);
extern void* idpGoExtension(uintptr_t handle, char* id);
extern idp_status idpGoGet(uintptr_t handle, idp_str key, void* sink, void* user);
extern idp_status idpGoPut(uintptr_t handle, idp_str key, idp_str value, uint32_t ttl_ms);
extern idp_status idpGoPutIfAbsent(uintptr_t handle, idp_str key, idp_str value, uint32_t ttl_ms);
extern void idpGoStep(uintptr_t handle, idp_self_test_step* step);

static void on_log(void* ctx, const idp_log_record* record) { idpGoLog((uintptr_t)ctx, (idp_log_record*)record); }
static uint64_t on_wall_clock_ms(void* ctx) { return idpGoWallClockMs((uintptr_t)ctx); }
static const void* on_get_extension(void* ctx, const char* id) { return idpGoExtension((uintptr_t)ctx, (char*)id); }

static idp_status on_get(void* ctx, const idp_str* key, void (*sink)(void*, const char*, size_t), void* user) {
    return idpGoGet((uintptr_t)ctx, *key, *(void**)&sink, user);
}
static idp_status on_put(void* ctx, const idp_str* key, const idp_str* value, uint32_t ttl_ms) {
    return idpGoPut((uintptr_t)ctx, *key, *value, ttl_ms);
}
static idp_status on_put_if_absent(void* ctx, const idp_str* key, const idp_str* value, uint32_t ttl_ms) {
    return idpGoPutIfAbsent((uintptr_t)ctx, *key, *value, ttl_ms);
}

const void* bridge_kv(void) {
    static const idp_host_kv_v1 table = {sizeof table, 0, on_get, on_put, on_put_if_absent};
    return &table;
}

void bridge_give(void* sink, void* user, const void* value, size_t len) {
    void (*take)(void*, const char*, size_t);
    *(void**)&take = sink;
    take(user, value, len);
}

idp_host_v1* bridge_new_host(uintptr_t handle) {
    idp_host_v1* host = calloc(1, sizeof *host);
    if (!host) abort(); /* as Go does without memory */
    *host = (idp_host_v1){.struct_size = sizeof *host,
                          .abi_minor = IDP_ABI_MINOR,
                          .ctx = (void*)handle,
                          .name = "go",
                          .version = "1",
                          .log = on_log,
                          .wall_clock_ms = on_wall_clock_ms,
                          .get_extension = on_get_extension};
    return host;
}

/* The plugin's functions. */

idp_status bridge_create(const idp_plugin_v1* plugin, const idp_host_v1* host, const idp_create_request* request,
                         idp_instance** out, idp_error* err) {
    return plugin->create(host, request, out, err);
}
idp_status bridge_destroy(const idp_plugin_v1* plugin, idp_instance* self) { return plugin->destroy(self); }
idp_status bridge_build_authorize_url(const idp_plugin_v1* plugin, idp_instance* self,
                                      const idp_authorize_request* request, idp_authorize_result* out, idp_error* err) {
    return plugin->build_authorize_url(self, request, out, err);
}
idp_status bridge_prepare(const idp_plugin_v1* plugin, idp_instance* self) { return plugin->prepare(self); }
idp_status bridge_handle_callback(const idp_plugin_v1* plugin, idp_instance* self, const idp_callback_request* request,
                                  idp_grant* out, idp_error* err) {
    return plugin->handle_callback(self, request, out, err);
}
idp_status bridge_resolve_account(const idp_plugin_v1* plugin, idp_instance* self, const idp_resolve_request* request,
                                  idp_account* out, idp_error* err) {
    return plugin->resolve_account(self, request, out, err);
}
idp_status bridge_cancel(const idp_plugin_v1* plugin, idp_instance* self, uint64_t op_id) {
    return plugin->cancel(self, op_id);
}

idp_status bridge_check_config(const void* extension, const idp_str* config, const idp_str* locale,
                               idp_config_issues* out, idp_error* err) {
    return ((const idp_config_check_v1*)extension)->check(config, locale, out, err);
}

static void on_step(void* user, const idp_self_test_step* step) {
    idpGoStep((uintptr_t)user, (idp_self_test_step*)step);
}
idp_status bridge_self_test(const void* extension, idp_instance* self, uint32_t timeout_ms, const idp_str* locale,
                            uintptr_t handle, idp_error* err) {
    const idp_self_test_v1* table = extension;
    return table->run(self, timeout_ms, locale, on_step, (void*)handle, err);
}

void bridge_release(idp_owned* owner) {
    if (owner->release) owner->release(owner);
}
