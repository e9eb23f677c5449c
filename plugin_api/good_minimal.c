/* SPDX-License-Identifier: Apache-2.0
 *
 * The smallest complete provider. Read it beside idp_plugin.h, whose sections the comments name.
 *
 * It has no server, so its authorize page is the callback itself: the browser is sent straight back, with the first
 * user of the configuration as the code. A real provider's page would ask who you are; this one believes whatever the
 * callback says. It shows how a provider keeps the contract, and must never guard anything.
 *
 * Its transaction is signed, not encrypted: a browser can read the host's context in its own cookie. */
#define _POSIX_C_SOURCE 200809L
#include "idp_plugin.h"

#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAC_SIZE = 32, HASH_SIZE = 16, NONCE_SIZE = 18, STATE_SIZE = 25, TEXT_SIZE = 512, MAX_USED = 1024 };
enum { LIFETIME_MS = 600000, FUTURE_MS = 60000, REPEAT_MS = 60000 };
static const char plugin_id[] = "org.idpplugin.minimal";

/* What a transaction and a grant carry behind a MAC. All nodes run the same build, so plain bytes will do. */
struct claim {
    uint64_t issued_ms;
    uint16_t text_size;
    uint8_t kind, restarted;
    unsigned char nonce[NONCE_SIZE], instance[HASH_SIZE], redirect_uri[HASH_SIZE], binding[HASH_SIZE];
    char purpose[IDP_MAX_PURPOSE];
    char text[TEXT_SIZE]; /* of a transaction the host's context, of a grant the user */
};
enum { TRANSACTION = 1, GRANT = 2 };

struct use {
    unsigned char nonce[NONCE_SIZE];
    uint64_t issued_ms, resolved_ms;
};

struct idp_instance {
    const idp_host_v1* host;
    pid_t process;
    char id[IDP_MAX_INSTANCE_ID + 1], users[TEXT_SIZE];
    unsigned char id_hash[HASH_SIZE], keys[IDP_MAX_SEAL_KEYS][MAC_SIZE];
    uint32_t key_count;
    pthread_rwlock_t inside; /* held for reading by every call, for writing by destroy: it waits until all have left */
    pthread_mutex_t used_mutex;
    struct use used[MAX_USED];
};

static _Thread_local bool in_host_function; /* a host that called destroy from there would wait for itself */

/* Section 6: errors. */

static idp_status fail(idp_error* err, idp_status status, const char* reason, const char* detail) {
    idp_error e = {.status = status, .audience = IDP_FOR_USER, .http_status = 400};
    const char* text = "Please start the sign-in again.";
    if (status == IDP_E_DENIED) {
        e.http_status = 403, text = "You may not sign in here.";
    } else if (status == IDP_E_BUSY) {
        e.audience = IDP_FOR_OPERATOR, e.http_status = 503, text = "Too many people are signing in. Please wait.";
        e.retry_after_ms = LIFETIME_MS;
    } else if (status != IDP_E_RESTART && status != IDP_E_REJECTED && status != IDP_E_REPLAYED) {
        e.audience = status == IDP_E_CONFIG ? IDP_FOR_ADMIN : IDP_FOR_DEVELOPER, e.http_status = 500;
        text = "The sign-in does not work. Please tell the administrator.";
    }
    if (!err) return status;
    snprintf(e.reason, sizeof e.reason, "%s", reason);
    snprintf(e.public_text, sizeof e.public_text, "%s", text);
    snprintf(e.detail, sizeof e.detail, "%s", detail);
    e.struct_size = err->struct_size;
    memcpy(err, &e, e.struct_size < sizeof e ? e.struct_size : sizeof e);
    return status;
}

#define REQUIRE(condition, status, reason, detail)                    \
    do {                                                              \
        if (!(condition)) return fail(err, (status), reason, detail); \
    } while (0)

#define PASS(call)                                     \
    do {                                               \
        const idp_status status_of_call = (call);      \
        if (status_of_call < 0) return status_of_call; \
    } while (0)

/* Sections 1 to 3: sizes, flags, strings. */

/* Every request and the host's table begin with struct_size and flags. */
static idp_status check_flags_and_size(const void* request, size_t minor_0, uint32_t known_critical, idp_error* err) {
    const uint32_t* head = request;
    REQUIRE(head, IDP_E_INVALID, "argument", "a required pointer is null");
    REQUIRE(head[0] >= minor_0, IDP_E_INVALID, "struct_size", "struct_size of an argument is below that of minor 0");
    REQUIRE(!(head[1] & IDP_FLAGS_CRITICAL & ~known_critical), IDP_E_UNSUPPORTED, "critical_flag",
            "an unknown critical flag is set");
    return IDP_OK;
}

/* known is the size in the header that this is compiled with; the caller's struct may be shorter or longer. */
static idp_status clear_result(void* result, size_t minor_0, size_t known, idp_error* err) {
    uint32_t* size = result;
    REQUIRE(size, IDP_E_INVALID, "argument", "the result pointer is null");
    REQUIRE(*size >= minor_0, IDP_E_INVALID, "struct_size", "struct_size of the result is below that of minor 0");
    memset(size + 1, 0, (*size < known ? *size : known) - sizeof *size);
    return IDP_OK;
}

static void release(idp_owned* self) {
    free(self->private_data);
    *self = (idp_owned){0};
}

static bool is_utf8(idp_str s) {
    unsigned long character;
    for (int used; s.len; s.ptr += used, s.len -= (size_t)used)
        if ((used = UTF8_getc((const unsigned char*)s.ptr, (int)s.len, &character)) <= 0) return false;
    return true;
}

static idp_status check_bytes(idp_str s, size_t max, idp_error* err) {
    REQUIRE(s.ptr || !s.len, IDP_E_INVALID, "argument", "a string has a length and a null pointer");
    REQUIRE(s.len <= max, IDP_E_INVALID, "too_long", "a string is longer than its limit");
    return IDP_OK;
}

static idp_status check_text(idp_str s, size_t max, idp_error* err) {
    PASS(check_bytes(s, max, err));
    REQUIRE(is_utf8(s), IDP_E_INVALID, "utf8", "a string is not UTF-8");
    return IDP_OK;
}

static idp_status check_list(idp_list list, uint32_t max, idp_error* err) {
    REQUIRE(list.count <= max, IDP_E_INVALID, "too_long", "a list has more elements than its limit");
    REQUIRE(list.items || !list.count, IDP_E_INVALID, "argument", "a list has elements and a null pointer");
    REQUIRE(list.stride >= sizeof(idp_str) || !list.count, IDP_E_INVALID, "struct_size", "the stride is too small");
    return IDP_OK;
}

static idp_str item(idp_list list, uint32_t i) {
    idp_str s;
    memcpy(&s, (const char*)list.items + (size_t)i * list.stride, sizeof s);
    return s;
}

static idp_str text(const char* s) { return (idp_str){s, strlen(s)}; }

static bool same(idp_str a, idp_str b) { return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len)); }

static bool only(idp_str s, const char* allowed) {
    for (size_t i = 0; i < s.len; ++i)
        if (!s.ptr[i] || !strchr(allowed, s.ptr[i])) return false;
    return true;
}
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define NAME LOWER "0123456789"
#define WORD NAME "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_"

static bool is_name(idp_str s) { return s.len >= 1 && s.len <= TEXT_SIZE && only(s, NAME); }

static bool is_token(idp_str s) { return s.len <= IDP_MAX_TRANSACTION && only(s, WORD); }

static bool is_redirect_uri(idp_str s) {
    const size_t prefix = s.len > 8 && !memcmp(s.ptr, "https://", 8) ? 8 : 7;
    return s.len > prefix && (prefix == 8 || !memcmp(s.ptr, "http://", 7)) && only(s, WORD ".~:/?[]@!$&'()*+,;=%");
}

/* Sections 4 and 5: threads and processes. */

static uint64_t now_ms(const idp_instance* self) {
    const bool nested = in_host_function;
    in_host_function = true;
    const uint64_t now = self->host->wall_clock_ms(self->host->ctx);
    in_host_function = nested;
    return now;
}

/* The process is compared before any lock: in a child that lock may be held for ever. */
static idp_status enter(idp_instance* self, idp_error* err) {
    REQUIRE(self, IDP_E_INVALID, "argument", "the instance is null");
    REQUIRE(self->process == getpid(), IDP_E_WRONG_PROCESS, "wrong_process", "made before fork: make one in the child");
    pthread_rwlock_rdlock(&self->inside);
    return IDP_OK;
}

static idp_status leave(idp_instance* self, idp_status status) {
    pthread_rwlock_unlock(&self->inside);
    return status;
}

/* Transactions and grants: base64url(MAC, claim). */

static void hash(idp_str s, unsigned char out[HASH_SIZE]) {
    unsigned char full[SHA256_DIGEST_LENGTH];
    SHA256((const unsigned char*)(s.len ? s.ptr : ""), s.len, full);
    memcpy(out, full, HASH_SIZE);
}

static bool mac(const void* key, size_t key_size, const void* bytes, size_t size, unsigned char out[MAC_SIZE]) {
    return HMAC(EVP_sha256(), key, (int)key_size, bytes, size, out, NULL) != NULL;
}

/* size is a multiple of 3, so there is no padding; out gets a NUL. */
static size_t encode(char* out, const unsigned char* bytes, size_t size) {
    const size_t length = (size_t)EVP_EncodeBlock((unsigned char*)out, bytes, (int)size);
    for (size_t i = 0; i < length; ++i)
        out[i] = (char)(out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i]);
    return length;
}

/* A random word, after a letter that says without a cookie whether the login was restarted. */
static void state_of(const struct claim* claim, char state[STATE_SIZE + 1]) {
    state[0] = claim->restarted ? 'r' : 's';
    encode(state + 1, claim->nonce, NONCE_SIZE);
}

static idp_str seal(const idp_instance* self, const struct claim* claim, char out[IDP_MAX_TRANSACTION + 1]) {
    unsigned char raw[MAC_SIZE + sizeof *claim + 2] = {0};
    const size_t used = offsetof(struct claim, text) + claim->text_size, size = (MAC_SIZE + used + 2) / 3 * 3;
    memcpy(raw + MAC_SIZE, claim, used);
    mac(self->keys[0], MAC_SIZE, raw + MAC_SIZE, size - MAC_SIZE, raw); /* one that libcrypto left out never opens */
    return (idp_str){out, encode(out, raw, size)};
}

static bool open_claim(const idp_instance* self, idp_str token, uint8_t kind, struct claim* out) {
    unsigned char base64[IDP_MAX_TRANSACTION], raw[IDP_MAX_TRANSACTION], expected[MAC_SIZE];
    const size_t smallest = (MAC_SIZE + offsetof(struct claim, text)) / 3 * 4;
    if (!is_token(token) || token.len % 4 || token.len < smallest) return false;
    for (size_t i = 0; i < token.len; ++i)
        base64[i] = (unsigned char)(token.ptr[i] == '-' ? '+' : token.ptr[i] == '_' ? '/' : token.ptr[i]);
    const size_t size = (size_t)EVP_DecodeBlock(raw, base64, (int)token.len) - MAC_SIZE;
    bool genuine = false;
    for (uint32_t i = 0; i < self->key_count; ++i)
        genuine |=
            mac(self->keys[i], MAC_SIZE, raw + MAC_SIZE, size, expected) && !CRYPTO_memcmp(expected, raw, MAC_SIZE);
    memcpy(out, raw + MAC_SIZE, size < sizeof *out ? size : sizeof *out);
    return genuine && out->kind == kind;
}

static idp_str purpose_of(const struct claim* claim) {
    return (idp_str){claim->purpose, strnlen(claim->purpose, sizeof claim->purpose)};
}

/* Nodes have clocks of their own, so a claim may come from the near future. */
static bool is_current(const struct claim* claim, uint64_t now) {
    return claim->issued_ms <= now + FUTURE_MS && now <= claim->issued_ms + LIFETIME_MS;
}

/* A login that the host has restarted once must not ask for it again. */
static idp_status restart(idp_error* err, bool restarted, const char* reason, const char* detail) {
    return fail(err, restarted ? IDP_E_REJECTED : IDP_E_RESTART, reason, detail);
}

/* create and destroy */

static const char config_schema[] =
    "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\",\"additionalProperties\":false,"
    "\"required\":[\"users\"],\"properties\":{\"users\":{\"type\":\"string\",\"title\":\"Users\",\"description\":"
    "\"Who may sign in, blank-separated; the first one does\",\"examples\":[\"alice bob\"],\"maxLength\":500,"
    "\"pattern\":\"^[a-z0-9]+( [a-z0-9]+)*$\"}}}";

/* Reads the one shape that the schema allows; nothing in it needs an escape, so none is understood. */
static bool read_users(char users[TEXT_SIZE], idp_str json) {
    char copy[4 * TEXT_SIZE];
    int end = 0;
    if (json.len >= sizeof copy || !only(json, NAME "{}\":  \t\r\n")) return false;
    memcpy(copy, json.ptr, json.len);
    copy[json.len] = '\0';
    sscanf(copy, " { \"users\" : \"%500[a-z0-9 ]\" } %n", users, &end);
    return end && !copy[end] && users[0] != ' ' && users[strlen(users) - 1] != ' ' && !strstr(users, "  ");
}

/* Keys of use are derived, so that no other plugin with the same seal keys can make a claim of ours. There is no secret
 * in this configuration to derive one from: without seal keys a login ends in the instance that began it. */
static idp_status read_keys(idp_instance* self, idp_list keys, idp_error* err) {
    if (!keys.count)
        REQUIRE(RAND_bytes(self->keys[self->key_count++], MAC_SIZE) == 1, IDP_E_INTERNAL, "bug", "no random");
    for (; self->key_count < keys.count; ++self->key_count) {
        const idp_str key = item(keys, self->key_count);
        REQUIRE(key.ptr && key.len >= IDP_MIN_SEAL_KEY && key.len <= IDP_MAX_SEAL_KEY, IDP_E_CONFIG, "seal_key",
                "a seal key must have 32 to 64 bytes: correct the host's setting");
        REQUIRE(mac(key.ptr, key.len, plugin_id, sizeof plugin_id, self->keys[self->key_count]), IDP_E_INTERNAL, "bug",
                "libcrypto refused to derive a key");
    }
    return IDP_OK;
}

static idp_status fill_instance(idp_instance* self, const idp_create_request* req, idp_error* err) {
    memcpy(self->id, req->instance_id.ptr, req->instance_id.len);
    hash(req->instance_id, self->id_hash);
    REQUIRE(read_users(self->users, req->config_json), IDP_E_CONFIG, "config_field",
            "/users: write {\"users\": \"alice bob\"}, names of a-z and 0-9 with one blank between, at most 500 bytes");
    return read_keys(self, req->seal_keys, err);
}

static idp_status create(const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
    REQUIRE(out, IDP_E_INVALID, "argument", "out is null");
    *out = NULL;
    PASS(check_flags_and_size(host, IDP_HOST_V1_MINOR_0, 0, err));
    PASS(check_flags_and_size(req, IDP_CREATE_REQUEST_MINOR_0, 0, err));
    PASS(check_text(req->instance_id, IDP_MAX_INSTANCE_ID, err));
    PASS(check_text(req->config_json, IDP_MAX_CONFIG, err));
    PASS(check_list(req->seal_keys, IDP_MAX_SEAL_KEYS, err));
    REQUIRE(host->log && host->wall_clock_ms, IDP_E_INVALID, "argument", "a required function of the host is null");
    REQUIRE(req->instance_id.len && only(req->instance_id, WORD ".:/"), IDP_E_INVALID, "argument",
            "instance_id is empty or has a character outside of [A-Za-z0-9._:/-]");
    idp_instance* self = calloc(1, sizeof *self);
    REQUIRE(self, IDP_E_INTERNAL, "no_memory", "out of memory");
    const idp_status status = fill_instance(self, req, err);
    if (status) {
        free(self);
        return status;
    }
    self->host = host, self->process = getpid();
    pthread_rwlock_init(&self->inside, NULL);
    pthread_mutex_init(&self->used_mutex, NULL);
    *out = self;
    return IDP_OK;
}

static idp_status destroy(idp_instance* self) {
    if (!self) return IDP_OK;
    if (self->process != getpid()) return IDP_E_WRONG_PROCESS;
    if (in_host_function) return IDP_E_INVALID;
    pthread_rwlock_wrlock(&self->inside);
    pthread_rwlock_unlock(&self->inside);
    pthread_rwlock_destroy(&self->inside);
    pthread_mutex_destroy(&self->used_mutex);
    OPENSSL_cleanse(self->keys, sizeof self->keys);
    free(self);
    return IDP_OK;
}

/* build_authorize_url */

static idp_status authorize(idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                            idp_error* err) {
    struct {
        char location[IDP_MAX_REDIRECT_URI + TEXT_SIZE + 64], transaction[IDP_MAX_TRANSACTION + 1];
    } * memory;
    struct claim claim = {.kind = TRANSACTION, .issued_ms = now_ms(self), .text_size = (uint16_t)req->context.len};
    const idp_str purpose = req->purpose.len ? req->purpose : text("login"), uri = req->redirect_uri;
    char state[STATE_SIZE + 1];
    REQUIRE(RAND_bytes(claim.nonce, NONCE_SIZE) == 1, IDP_E_INTERNAL, "bug", "no random bytes");
    REQUIRE(memory = malloc(sizeof *memory), IDP_E_INTERNAL, "no_memory", "out of memory");

    claim.restarted = (req->flags & IDP_AUTHORIZE_RESTARTED) != 0;
    memcpy(claim.purpose, purpose.ptr, purpose.len);
    memcpy(claim.instance, self->id_hash, HASH_SIZE);
    hash(uri, claim.redirect_uri);
    hash(req->binding, claim.binding);
    if (req->context.len) memcpy(claim.text, req->context.ptr, req->context.len);
    state_of(&claim, state);
    snprintf(memory->location, sizeof memory->location, "%.*s%ccode=%.*s&state=%s", (int)uri.len, uri.ptr,
             memchr(uri.ptr, '?', uri.len) ? '&' : '?', (int)strcspn(self->users, " "), self->users, state);
    out->owner = (idp_owned){release, memory};
    out->lifetime_s = LIFETIME_MS / 1000;
    out->location = text(memory->location);
    out->transaction = seal(self, &claim, memory->transaction);
    out->mode = text("direct");
    return IDP_OK;
}

static idp_status build_authorize_url(idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                                      idp_error* err) {
    PASS(clear_result(out, IDP_AUTHORIZE_RESULT_MINOR_0, sizeof *out, err));
    PASS(check_flags_and_size(req, IDP_AUTHORIZE_REQUEST_MINOR_0, 0, err));
    PASS(check_text(req->redirect_uri, IDP_MAX_REDIRECT_URI, err));
    PASS(check_text(req->purpose, IDP_MAX_PURPOSE, err));
    PASS(check_text(req->mode, IDP_MAX_MODE, err));
    PASS(check_bytes(req->context, IDP_MAX_CONTEXT, err));
    PASS(check_bytes(req->binding, IDP_MAX_BINDING, err));
    REQUIRE(is_redirect_uri(req->redirect_uri), IDP_E_INVALID, "argument", "redirect_uri is no absolute http(s) URL");
    REQUIRE(only(req->purpose, LOWER "_"), IDP_E_INVALID, "argument", "purpose has a character outside of [a-z_]");
    REQUIRE(!same(req->purpose, text("bind")) || req->binding.len, IDP_E_INVALID, "argument", "bind needs a binding");
    REQUIRE(!req->mode.len || same(req->mode, text("direct")), IDP_E_UNSUPPORTED, "mode", "there is only \"direct\"");
    PASS(enter(self, err));
    return leave(self, authorize(self, req, out, err));
}

static idp_status prepare(idp_instance* self) {
    const idp_status status = enter(self, NULL);
    return status ? status : leave(self, IDP_OK);
}

/* handle_callback */

/* A parameter that is there twice means that somebody guesses which of the two is read. */
static bool read_query(idp_str query, idp_str* code, idp_str* state) {
    if (query.len > IDP_MAX_QUERY || (query.len && !query.ptr) || !is_utf8(query)) return false;
    while (query.len) {
        const char* end = memchr(query.ptr, '&', query.len);
        const idp_str pair = {query.ptr, end ? (size_t)(end - query.ptr) : query.len};
        const char* equals = memchr(pair.ptr, '=', pair.len);
        const idp_str name = {pair.ptr, equals ? (size_t)(equals - pair.ptr) : pair.len};
        idp_str* value = same(name, text("code")) ? code : same(name, text("state")) ? state : NULL;
        if (value && (value->ptr || !equals)) return false;
        if (value) *value = (idp_str){equals + 1, pair.len - name.len - 1};
        query.ptr += pair.len + (end != NULL), query.len -= pair.len + (end != NULL);
    }
    return (!code->ptr || is_name(*code)) && (!state->ptr || is_token(*state));
}

static idp_status find_transaction(const idp_instance* self, idp_list transactions, idp_str state, uint32_t* index,
                                   struct claim* found, idp_error* err) {
    const bool restarted = state.len && state.ptr[0] == 'r';
    uint32_t readable = 0, matching = 0;
    if (!transactions.count)
        return restart(err, restarted, "no_transaction", "this browser began no login, or long ago");
    for (uint32_t i = 0; i < transactions.count; ++i) {
        struct claim claim = {0};
        char expected[STATE_SIZE + 1];
        REQUIRE(is_token(item(transactions, i)), IDP_E_REJECTED, "malformed", "no transaction of ours looks like this");
        if (!open_claim(self, item(transactions, i), TRANSACTION, &claim)) continue;
        ++readable;
        state_of(&claim, expected);
        if (state.len != STATE_SIZE || CRYPTO_memcmp(state.ptr, expected, STATE_SIZE)) continue;
        ++matching;
        *index = i, *found = claim;
    }
    if (!readable) return restart(err, restarted, "unreadable", "sealed with keys that this instance does not have");
    REQUIRE(matching, IDP_E_REJECTED, "state_mismatch", "no login of this browser has this state");
    return IDP_OK;
}

static idp_status check_claim(const idp_instance* self, const struct claim* claim, const idp_callback_request* req,
                              idp_error* err) {
    unsigned char redirect_uri[HASH_SIZE], binding[HASH_SIZE];
    hash(req->redirect_uri, redirect_uri);
    hash(req->binding, binding);
    REQUIRE(!memcmp(claim->instance, self->id_hash, HASH_SIZE), IDP_E_REJECTED, "other_instance", "begun elsewhere");
    REQUIRE(!req->purpose.len || same(req->purpose, purpose_of(claim)), IDP_E_REJECTED, "other_purpose",
            "the login was begun for another purpose");
    REQUIRE(!memcmp(claim->redirect_uri, redirect_uri, HASH_SIZE), IDP_E_REJECTED, "other_redirect_uri",
            "the callback came to another address than the login asked for");
    REQUIRE(!CRYPTO_memcmp(claim->binding, binding, HASH_SIZE), IDP_E_REJECTED, "binding_mismatch",
            "another user or session of the host began this login");
    return is_current(claim, now_ms(self)) ? IDP_OK
                                           : restart(err, claim->restarted, "expired", "older than 10 minutes");
}

static idp_status callback(idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
    struct {
        struct claim claim;
        char token[IDP_MAX_TRANSACTION + 1];
    } * memory;
    struct claim claim = {0};
    idp_str code = {0}, state = {0};
    uint32_t index = 0;
    REQUIRE(read_query(req->query, &code, &state), IDP_E_REJECTED, "malformed", "code or state twice, or ill-formed");
    PASS(find_transaction(self, req->transactions, state, &index, &claim, err));
    PASS(check_claim(self, &claim, req, err));
    REQUIRE(code.ptr, IDP_E_DENIED, "user_refused", "the provider came back without a code");
    REQUIRE(memory = malloc(sizeof *memory), IDP_E_INTERNAL, "no_memory", "out of memory");

    memory->claim = claim;
    out->owner = (idp_owned){release, memory};
    out->transaction_index = index;
    out->context = (idp_str){memory->claim.text, claim.text_size};
    out->purpose = purpose_of(&memory->claim);
    out->mode = text("direct");
    claim.kind = GRANT, claim.text_size = (uint16_t)code.len;
    memcpy(claim.text, code.ptr, code.len);
    out->token = seal(self, &claim, memory->token);
    return IDP_OK;
}

static idp_status handle_callback(idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
    PASS(clear_result(out, IDP_GRANT_MINOR_0, sizeof *out, err));
    PASS(check_flags_and_size(req, IDP_CALLBACK_REQUEST_MINOR_0, 0, err));
    PASS(check_text(req->redirect_uri, IDP_MAX_REDIRECT_URI, err));
    PASS(check_text(req->purpose, IDP_MAX_PURPOSE, err));
    PASS(check_bytes(req->binding, IDP_MAX_BINDING, err));
    PASS(check_list(req->transactions, IDP_MAX_TRANSACTIONS, err));
    PASS(enter(self, err));
    return leave(self, callback(self, req, out, err));
}

/* resolve_account */

/* IDP_OK: the first use; IDP_NO: a repetition. A place is free again when its grant is too old to come back. One
 * process decides: a provider whose codes can be redeemed twice asks the host's idp.host.kv/1 as well. */
static idp_status use_locked(struct use used[MAX_USED], const struct claim* grant, uint64_t now, idp_error* err) {
    struct use* place = NULL;
    for (struct use* each = used; each < used + MAX_USED; ++each) {
        if (!memcmp(each->nonce, grant->nonce, NONCE_SIZE)) {
            REQUIRE(now - each->resolved_ms < REPEAT_MS, IDP_E_REPLAYED, "replayed", "this callback was used before");
            return IDP_NO;
        }
        if (!each->resolved_ms || now > each->issued_ms + LIFETIME_MS) place = each;
    }
    if (!is_current(grant, now)) return restart(err, grant->restarted, "expired", "older than 10 minutes");
    REQUIRE(place, IDP_E_BUSY, "overload", "more logins in 10 minutes than this example remembers");
    *place = (struct use){.issued_ms = grant->issued_ms, .resolved_ms = now};
    memcpy(place->nonce, grant->nonce, NONCE_SIZE);
    return IDP_OK;
}

static bool is_listed(const char* users, idp_str user) {
    for (size_t length; *users; users += length + (users[length] == ' ')) {
        length = strcspn(users, " ");
        if (same(user, (idp_str){users, length})) return true;
    }
    return false;
}

static idp_status resolve(idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
    struct {
        char issuer[IDP_MAX_INSTANCE_ID + 32], subject[TEXT_SIZE + 1];
    } * memory;
    struct claim grant = {0};
    REQUIRE(open_claim(self, req->grant_token, GRANT, &grant) && !memcmp(grant.instance, self->id_hash, HASH_SIZE),
            IDP_E_INVALID, "argument", "grant_token is not one that this instance's handle_callback made");
    const bool member = is_listed(self->users, (idp_str){grant.text, grant.text_size});
    REQUIRE(member || req->flags & IDP_RESOLVE_ANY_VERDICT, IDP_E_DENIED, "not_member",
            "the user is not listed: add the name to /users of the configuration");
    REQUIRE(memory = malloc(sizeof *memory), IDP_E_INTERNAL, "no_memory", "out of memory");
    const uint64_t now = now_ms(self);
    pthread_mutex_lock(&self->used_mutex);
    const idp_status use = use_locked(self->used, &grant, now, err);
    pthread_mutex_unlock(&self->used_mutex);
    if (use < 0) {
        free(memory);
        return use;
    }
    snprintf(memory->issuer, sizeof memory->issuer, "minimal:%s%s", self->id, member ? "" : "#external");
    snprintf(memory->subject, sizeof memory->subject, "%.*s", (int)grant.text_size, grant.text);
    out->owner = (idp_owned){release, memory};
    out->flags = use == IDP_NO ? IDP_ACCOUNT_REPEATED : 0;
    out->verdict = member ? IDP_VERDICT_MEMBER : IDP_VERDICT_EXTERNAL;
    out->issuer = text(memory->issuer);
    out->subject = text(memory->subject);
    return IDP_OK;
}

static idp_status resolve_account(idp_instance* self, const idp_resolve_request* req, idp_account* out,
                                  idp_error* err) {
    PASS(clear_result(out, IDP_ACCOUNT_MINOR_0, sizeof *out, err));
    PASS(check_flags_and_size(req, IDP_RESOLVE_REQUEST_MINOR_0, IDP_RESOLVE_ANY_VERDICT, err));
    PASS(check_text(req->grant_token, IDP_MAX_GRANT_TOKEN, err));
    REQUIRE(req->timeout_ms <= IDP_MAX_TIMEOUT_MS, IDP_E_INVALID, "argument", "timeout_ms is above IDP_MAX_TIMEOUT_MS");
    REQUIRE(!in_host_function, IDP_E_INVALID, "reentrant", "a blocking call from inside a host function");
    PASS(enter(self, err));
    return leave(self, resolve(self, req, out, err));
}

/* Resolving waits for nothing, so no operation runs long enough to be cancelled. */
static idp_status cancel(idp_instance* self, uint64_t op_id) {
    const idp_status status = enter(self, NULL);
    (void)op_id;
    return status ? status : leave(self, IDP_NO);
}

static const void* get_extension(const char* id) {
    (void)id;
    return NULL;
}

/* The table, and the one exported symbol. */

static const char icon[] =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='3' fill='#07c'/></svg>";

static const idp_descriptor descriptor = {
    .struct_size = sizeof descriptor,
    .id = plugin_id,
    .name = "Minimal example",
    .vendor = "idpplugin.org",
    .version = "0.1.0",
    .license = "Apache-2.0",
    .homepage = "https://idpplugin.org/",
    .description = "The documentation example: lets anybody in as any user of its list. Never for real logins.",
    .modes = "direct",
    .icon_media_type = "image/svg+xml",
    .icon = {icon, sizeof icon - 1},
    .config_schema = config_schema,
};

static const idp_plugin_v1 plugin = {
    .struct_size = sizeof plugin,
    .abi_minor = IDP_ABI_MINOR,
    .min_host_minor = 0,
    .descriptor = &descriptor,
    .create = create,
    .destroy = destroy,
    .build_authorize_url = build_authorize_url,
    .prepare = prepare,
    .handle_callback = handle_callback,
    .resolve_account = resolve_account,
    .cancel = cancel,
    .get_extension = get_extension,
};

const idp_plugin_v1* idp_plugin_entry_v1(void) { return &plugin; }
