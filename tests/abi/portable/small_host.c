/* A host that an old system could have: C, and nothing but the C library. It makes an instance, uses it on a thread
   that ends first, destroys it, and ends itself with another one alive. Usage: small_host GLIBC_VERSION LIBRARY CONFIG
 */

#include "idp_plugin.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const idp_plugin_v1* plugin;
static idp_instance* instance;
static idp_error error;

static void fail(const char* what) {
    fprintf(stderr, "small_host: %s %s\n", what, error.detail);
    exit(1);
}

static idp_str str(const char* text) {
    const idp_str out = {text, strlen(text)};
    return out;
}

static void write_log(void* context, const idp_log_record* record) { (void)context, (void)record; }

static uint64_t wall_clock(void* context) {
    (void)context;
    return 1700000000000u;
}

static idp_instance* make_instance(const char* config) {
    static idp_host_v1 host = {.struct_size = sizeof host, .log = write_log, .wall_clock_ms = wall_clock};
    const idp_create_request request = {
        .struct_size = sizeof request, .instance_id = str("small/1"), .config_json = str(config)};
    host.name = "small host";
    host.version = "0";
    idp_instance* made = NULL;
    if (plugin->create(&host, &request, &made, &error) != IDP_OK) fail("create:");
    return made;
}

static void* leave_for_wecom(void* unused) {
    const idp_authorize_request request = {.struct_size = sizeof request,
                                           .redirect_uri = str("https://host.example/callback")};
    idp_authorize_result result = {.struct_size = sizeof result};
    if (plugin->build_authorize_url(instance, &request, &result, &error) != IDP_OK) fail("build_authorize_url:");
    printf("%.*s\n", (int)result.location.len, result.location.ptr);
    result.owner.release(&result.owner);
    return unused;
}

int main(int count, char** arguments) {
    error.struct_size = sizeof error;
    if (count != 4) fail("three arguments, please");
    if (strcmp(gnu_get_libc_version(), arguments[1]) != 0) fail(gnu_get_libc_version());

    void* const library = dlopen(arguments[2], RTLD_NOW | RTLD_LOCAL);
    if (!library) fail(dlerror());
    idp_plugin_entry_v1_fn entry;
    *(void**)&entry = dlsym(library, IDP_PLUGIN_ENTRY_V1);
    plugin = entry();

    instance = make_instance(arguments[3]);
    pthread_t thread;
    if (pthread_create(&thread, NULL, leave_for_wecom, NULL) != 0) fail("no thread");
    pthread_join(thread, NULL);
    if (plugin->destroy(instance) != IDP_OK) fail("destroy");
    make_instance(arguments[3]);
    return 0;
}
