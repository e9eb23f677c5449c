/* SPDX-License-Identifier: Apache-2.0
 *
 * idp_plugin.h - the C ABI between an identity platform (the host) and a library that lets people sign in
 * with somebody else's account (the plugin, or provider).
 *
 * A plugin is a shared library that exports exactly one function, idp_plugin_entry_v1. A host opens the file
 * with dlopen, calls the entry, reads the table it returns, creates one instance for each configuration, and
 * performs a login with three calls:
 *
 *     build_authorize_url    no I/O    where to send the browser, and a transaction for a cookie of that browser
 *     handle_callback        no I/O    opens the transaction, compares, parses: a grant, or a typed refusal
 *     resolve_account        network   who this is: issuer and subject, which the host maps to a local user
 *
 * Trust. A plugin runs with all rights of the host. This interface defends both sides against mistakes, not
 * against malice: the host decides which files it loads, and loads only files that nobody else may write.
 *
 * This file is complete: a provider, or a host, can be written from it alone.
 *
 * 1. Versions
 *
 *   The major is in the name of the entry. Within a major, tables and structs grow only at their end: the shape
 *   of minor n is a byte prefix of the shape of minor n + 1. Nothing is removed, reordered, retyped or re-meant.
 *   Every struct and table that may grow begins with struct_size; the smallest that each can be is a constant
 *   (IDP_ACCOUNT_MINOR_0). Decide by size and by null, never by version and never by sizeof:
 *
 *       if (IDP_HAS(idp_plugin_v1, table, cancel) && table->cancel) ...
 *
 *   Look through a pointer, or at a copy: a C++ reference promises the compiler the whole struct of this header, and
 *   it may read behind a shorter one before that question.
 *
 *   A reader ignores bytes beyond those it knows. A host loads a plugin if host.abi_minor >= plugin.min_host_minor.
 *
 *   Flag words have two halves. An unknown bit of the low 16 is ignored; an unknown bit of the high 16
 *   (IDP_FLAGS_CRITICAL) makes the call answer IDP_E_UNSUPPORTED "critical_flag".
 *
 *   Zero means "default" or "absent" everywhere. A field called reserved_zero is written 0 and not read.
 *
 * 2. Ownership
 *
 *   Every pointer argument, and all it points to, is borrowed for the call; whoever wants to keep bytes copies
 *   them. This holds in both directions, callbacks included.
 *
 *   A result struct belongs to the caller and frees itself. The caller sets every byte to zero, then struct_size.
 *   The callee refuses a size below that of minor 0 (IDP_E_INVALID "struct_size"), writes only fields it knows
 *   that lie within struct_size, and never changes struct_size. What the result points to lives until
 *   owner.release(&owner) is called: once, on any thread, before the struct is used again; null means that there
 *   is nothing to free. A result may be moved byte by byte. No allocator is shared.
 *
 *   On any failure the result is all zero (struct_size aside), owns nothing, and is no identity.
 *
 * 3. Strings
 *
 *   idp_str is pointer and length, UTF-8, not NUL-terminated. A null pointer with length 0 is the empty string.
 *   Descriptor texts and extension ids are NUL-terminated constants. Text that is not UTF-8 or is longer than its
 *   limit is IDP_E_INVALID - except what a browser sent: a bad query or transaction is IDP_E_REJECTED
 *   "malformed", a bad user_agent or locale counts as empty. Locales are BCP 47 ("zh-CN", "en").
 *
 * 4. Tags, on every function pointer one of each group
 *
 *   who calls, and when
 *   [any-thread]             may be called by any threads at once
 *   [callback]               called by the other side, on a thread that is inside a call of the host
 *   [completion]             called by the plugin on a thread of its own: it takes what it gets and returns soon
 *
 *   for how long
 *   [blocking]               may wait for the network or a lock, up to the stated deadline
 *   [non-blocking]           returns within 1 ms and does no I/O
 *
 *   in which process, of all functions of a plugin's tables
 *   [before-fork-ok]         may be called before the process forks
 *   [after-fork]             belongs to the process that made the instance: in a child of it, IDP_E_WRONG_PROCESS
 *
 *   and of those that do
 *   [uses-kv]                may call the host's idp.host.kv/1 on the caller's stack
 *
 * 5. Threads and processes
 *
 *   A plugin calls host functions only on a thread that is at that moment inside a call of the host into the same
 *   instance, and only with the host table of that instance. Only completions of idp.async/1 come on a plugin's own
 *   thread. Why: a plugin thread that logs while the host's language runtime shuts down ends the process.
 *
 *   Loading and the entry do nothing that anybody could observe. Instances are created after the last fork, or in
 *   the child. A plugin never changes signal dispositions, locale, umask, working directory, environment, stdout,
 *   stderr, errno or the global state of OpenSSL. The library is never unmapped: hosts open it with RTLD_NODELETE.
 *
 *   Nothing unwinds across this interface: no exception, no longjmp, no thread cancellation.
 *
 * 6. Errors
 *
 *   Every function that can fail returns idp_status and fills the caller's idp_error, which may be null. There is
 *   nothing to free. Unknown negative statuses mean IDP_E_INTERNAL, unknown positive ones IDP_NO: codes may be added.
 *   No error text, log record or result ever holds a secret, an access token, a code, a ticket or a full URL.
 *
 * Since 1.0 stands for all that is not marked otherwise.
 */
#ifndef IDP_PLUGIN_H
#define IDP_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
#define IDP_CALL __cdecl
#define IDP_EXPORT __declspec(dllexport)
#else
#define IDP_CALL
#define IDP_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The minor that this header describes. Minor 0 is frozen with release 1.0 of the project; until then it may change. */
#define IDP_ABI_MINOR 0u

#define IDP_FLAGS_CRITICAL 0xFFFF0000u

/* Limits, in bytes unless said otherwise. */
enum {
    IDP_MAX_INSTANCE_ID   = 128,
    IDP_MAX_CONFIG        = 1048576,
    IDP_MAX_SEAL_KEYS     = 4,      /* keys */
    IDP_MIN_SEAL_KEY      = 32,
    IDP_MAX_SEAL_KEY      = 64,
    IDP_MAX_REDIRECT_URI  = 2048,
    IDP_MAX_CONTEXT       = 512,
    IDP_MAX_PURPOSE       = 32,
    IDP_MAX_BINDING       = 512,
    IDP_MAX_MODE          = 32,
    IDP_MAX_USER_AGENT    = 4096,
    IDP_MAX_LOCALE        = 64,
    IDP_MAX_QUERY         = 16384,
    IDP_MAX_TRANSACTION   = 1024,
    IDP_MAX_TRANSACTIONS  = 8,      /* transactions */
    IDP_MAX_GRANT_TOKEN   = 4096,
    IDP_MAX_ISSUER        = 256,
    IDP_MAX_SUBJECT       = 256,
    IDP_MAX_TICKET        = 1024,
    IDP_MAX_TIMEOUT_MS    = 30000,  /* milliseconds */
    IDP_MAX_ICON          = 32768,
    IDP_MAX_KV_KEY        = 128,
    IDP_MAX_KV_VALUE      = 65536
};

/* ---- Scalars and small structs -------------------------------------------------------------------------- */

typedef int32_t idp_status; /* 0: done; > 0: done, and the answer is "no"; < 0: failure */
enum {
    IDP_NO              = 1,   /* kv get: absent; kv put_if_absent: already there; cancel: no such operation;
                                self-test: a step failed */
    IDP_OK              = 0,
    IDP_E_INVALID       = -1,  /* the CALLER broke this contract; never caused by what a browser sent */
    IDP_E_CONFIG        = -2,  /* the configuration is wrong; an administrator mends it */
    IDP_E_DEADLINE      = -3,  /* timeout_ms is over */
    IDP_E_CANCELLED     = -4,  /* by cancel or destroy */
    IDP_E_NETWORK       = -5,  /* the provider was not reached, or its answer was lost or is not HTTP */
    IDP_E_UPSTREAM      = -6,  /* the provider answered, with an error or with something unusable */
    IDP_E_DENIED        = -7,  /* the user said no, or policy refuses this person */
    IDP_E_RESTART       = -8,  /* the host may begin the login again by itself, with IDP_AUTHORIZE_RESTARTED */
    IDP_E_REPLAYED      = -9,  /* this callback was used before */
    IDP_E_BUSY          = -10, /* provider, breaker or overload; see retry_after_ms */
    IDP_E_UNSUPPORTED   = -11, /* an unknown critical flag, or a mode or extension this plugin does not have */
    IDP_E_WRONG_PROCESS = -12, /* the instance belongs to another process (fork) */
    IDP_E_INTERNAL      = -13, /* a defect of the plugin, or no memory */
    IDP_E_REJECTED      = -14  /* what the browser brought is unacceptable: show an error page, never begin by itself */
};

typedef struct idp_str {
    const char *ptr;
    size_t      len;
} idp_str;

/* An array whose elements may grow: element i is at (const char *)items + i * stride. */
typedef struct idp_list {
    const void *items;
    uint32_t    count, stride;
} idp_list;

/* First member after struct_size and flags of every result, at offset 8.
 *
 * release: frees all that the result points to. self is the owner member itself, wherever the result was moved to.
 *   [any-thread] [non-blocking] Never fails. Null: nothing to free. Since 1.0. */
typedef struct idp_owned {
    void (IDP_CALL *release)(struct idp_owned *self);
    void *private_data; /* of the side that filled the result */
} idp_owned;

/* True if the struct at p, filled by somebody who knows p->struct_size bytes, has the field. */
#define IDP_HAS(type, p, field) ((p)->struct_size >= offsetof(type, field) + sizeof((p)->field))

/* Who can do something about an error. */
enum { IDP_FOR_USER = 1, IDP_FOR_ADMIN = 2, IDP_FOR_OPERATOR = 3, IDP_FOR_DEVELOPER = 4 };

/* Filled by the callee; the caller sets struct_size and may leave the rest as it is. Texts are UTF-8,
 * NUL-terminated, cut at a character.
 *
 * reason is a stable lower-case word for programs; a plugin may add words of its own:
 *   INVALID      struct_size argument utf8 too_long seal_key reentrant duplicate_op closed
 *   CONFIG       config_json config_field ca_file
 *   DEADLINE     deadline              CANCELLED  cancelled shutdown
 *   NETWORK      net dns connect tls_proto tls_cert tls_host http_proto http_status too_large
 *   UPSTREAM     json schema token_refused credential ip_not_trusted upstream
 *   DENIED       user_refused not_member linked_corp inactive
 *   RESTART      no_transaction expired unreadable code_invalid ambiguous
 *   REJECTED     state_mismatch other_instance other_purpose binding_mismatch other_redirect_uri malformed,
 *                and every reason of RESTART for a login that was restarted before
 *   REPLAYED     replayed              BUSY  rate busy breaker overload store
 *   UNSUPPORTED  critical_flag mode no_seal_key
 *   WRONG_PROCESS  wrong_process       INTERNAL  no_memory bug */
typedef struct idp_error {
    uint32_t   struct_size;
    idp_status status;           /* the same that the function returns */
    uint32_t   audience;         /* IDP_FOR_* */
    uint32_t   retry_after_ms;   /* 0: trying again later does not help, or nobody knows when it would */
    int32_t    http_status;      /* what a host's error page should answer with */
    int32_t    upstream_code;    /* numeric, 0 if none */
    char       reason[40];
    char       upstream[64];     /* the provider's code as it wrote it: "40029", "invalid_grant" */
    char       public_text[384]; /* may be shown to the person who logs in, in the request's locale */
    char       detail[1024];     /* for operators, English: what happened, whose problem it is, what to do */
} idp_error;

/* ---- Host side ------------------------------------------------------------------------------------------ */

enum {
    IDP_LOG_TRACE   = 1,
    IDP_LOG_DEBUG   = 2,
    IDP_LOG_INFO    = 3,
    IDP_LOG_WARNING = 4,
    IDP_LOG_ERROR   = 5,
    IDP_LOG_HOST_MISBEHAVED   = 6, /* the other side broke this contract: for its authors */
    IDP_LOG_PLUGIN_MISBEHAVED = 7
};

typedef struct idp_log_record {
    uint32_t struct_size, flags;
    uint64_t op_id;         /* of the request it belongs to, 0 if none */
    uint64_t time_ms;       /* when it happened, Unix time; it may be delivered later */
    int32_t  level;         /* IDP_LOG_* */
    uint32_t reserved_zero;
    idp_str  text;          /* one line, control characters escaped */
} idp_log_record;

/* What the host offers. It lives, unchanged, as long as any instance created with it. Every function pointer is
 * required except get_extension. */
typedef struct idp_host_v1 {
    uint32_t struct_size, flags;
    uint32_t abi_minor, reserved_zero;  /* IDP_ABI_MINOR of the header the host was built with */
    void *ctx;                          /* first argument of every function below and of the host's extensions */
    const char *name, *version;         /* "idp-host", "0.1.0" */

    /* Takes one log record. record and its text are borrowed for the call.
     *   [callback] [non-blocking] Cannot fail. Must not throw, and must not call into the instance. Since 1.0. */
    void (IDP_CALL *log)(void *ctx, const idp_log_record *record);

    /* Milliseconds since 1970-01-01 UTC. Read once at the beginning of a call; durations are measured by the
     * monotonic clock of the system and never by this one.
     *   [callback] [non-blocking] Cannot fail. Since 1.0. Why: tests move time. */
    uint64_t (IDP_CALL *wall_clock_ms)(void *ctx);

    /* The extension table with that id ("idp.host.kv/1"), or null. id is borrowed. The answer is borrowed from the
     * host, the same for the life of the instance. May be null: no extensions.
     *   [callback] [non-blocking] Since 1.0. */
    const void *(IDP_CALL *get_extension)(void *ctx, const char *id);
} idp_host_v1;

/* Host extension "idp.host.kv/1": a small store with expiry. Offered only if every process and node of the
 * deployment sees the same values. Keys are 1..IDP_MAX_KV_KEY bytes of [A-Za-z0-9._:/-], values at most
 * IDP_MAX_KV_VALUE. Plugins seal what they store: the store need not be secret, and a value that was tampered with
 * counts as absent. A failing store makes no login fail. */
#define IDP_HOST_KV_V1 "idp.host.kv/1"
typedef struct idp_host_kv_v1 {
    uint32_t struct_size, flags;

    /* Calls sink once, before returning, with the value; ptr is borrowed for that call. key is borrowed.
     *   [callback] [blocking] IDP_OK; IDP_NO: absent or expired, sink was not called; IDP_E_*: the store failed.
     *   Since 1.0. */
    idp_status (IDP_CALL *get)(void *ctx, const idp_str *key,
                               void (IDP_CALL *sink)(void *user, const char *ptr, size_t len), void *user);

    /* Sets key to value for ttl_ms milliseconds, whatever it was. key and value are borrowed.
     *   [callback] [blocking] IDP_OK or IDP_E_*, which the plugin survives. Since 1.0. */
    idp_status (IDP_CALL *put)(void *ctx, const idp_str *key, const idp_str *value, uint32_t ttl_ms);

    /* The same, only if key is absent or expired; of several callers at once exactly one gets IDP_OK. key and value are
     * borrowed.
     *   [callback] [blocking] IDP_OK: it is mine; IDP_NO: it was there; IDP_E_*: the store failed. Since 1.0. */
    idp_status (IDP_CALL *put_if_absent)(void *ctx, const idp_str *key, const idp_str *value, uint32_t ttl_ms);
} idp_host_kv_v1;

/* ---- Requests and results ------------------------------------------------------------------------------- */

typedef struct idp_create_request {
    uint32_t struct_size, flags;
    idp_str  instance_id;  /* 1..128 of [A-Za-z0-9._:/-]; unique in the deployment, stable, equal on all nodes */
    idp_str  config_json;  /* one JSON object that the descriptor's config_schema accepts */
    idp_list seal_keys;    /* of idp_str: random bytes, equal on all nodes; the first seals, all open. Empty: the
                              plugin derives one from its configuration's secret, whose rotation then restarts
                              the logins under way */
} idp_create_request;

enum { IDP_AUTHORIZE_RESTARTED = 1u }; /* this login was begun by the host itself after IDP_E_RESTART */

typedef struct idp_authorize_request {
    uint32_t struct_size, flags; /* IDP_AUTHORIZE_* */
    uint64_t op_id;              /* for log records; 0 if none */
    idp_str  redirect_uri;       /* absolute http(s) URL of this instance's own callback; from the host's configuration,
                                    never from a Host header */
    idp_str  context;            /* the host's own bytes, given back by the grant: where to go next */
    idp_str  purpose;            /* "login" (empty means that) or "bind"; [a-z_] */
    idp_str  binding;            /* bytes the host will present again at the callback: empty for a plain login, required
                                    for "bind" (local user and session), so that A's bind cannot complete as B's */
    idp_str  mode;               /* one of the descriptor's modes; empty: as configured */
    idp_str  user_agent;         /* of the browser, as it came */
    idp_str  locale;
} idp_authorize_request;

typedef struct idp_authorize_result {
    uint32_t  struct_size, flags;
    idp_owned owner;
    uint32_t  lifetime_s, reserved_zero; /* of the transaction: Max-Age of its cookie */
    idp_str   location;                  /* send the browser there with 302 or 303 */
    idp_str   transaction;               /* at most IDP_MAX_TRANSACTION of [A-Za-z0-9_-]: put it into an HttpOnly, SameSite=Lax
                                            cookie of this browser and nowhere else; one cookie for each login */
    idp_str   mode;                      /* the mode that was chosen */
} idp_authorize_result;

typedef struct idp_callback_request {
    uint32_t struct_size, flags;
    uint64_t op_id;
    idp_str  query;        /* raw, without '?'; of a POST callback the urlencoded body */
    idp_list transactions; /* of idp_str: all that this browser brought, at most IDP_MAX_TRANSACTIONS */
    idp_str  redirect_uri; /* where the callback arrived, in the host's canonical spelling */
    idp_str  purpose;      /* the one expected; empty accepts any */
    idp_str  binding;      /* must equal that of the authorize request */
    idp_str  locale;
} idp_callback_request;

typedef struct idp_grant {
    uint32_t  struct_size, flags;
    idp_owned owner;
    uint32_t  transaction_index, reserved_zero; /* the one that matched: the host deletes that cookie */
    idp_str   context, purpose, mode;           /* of the authorize request */
    idp_str   token;                            /* sealed; for resolve_account, at most IDP_MAX_GRANT_TOKEN */
} idp_grant;

enum { IDP_RESOLVE_ANY_VERDICT = 1u << 16 }; /* critical: IDP_OK for every verdict, and the host decides */

typedef struct idp_resolve_request {
    uint32_t struct_size, flags;        /* IDP_RESOLVE_* */
    uint64_t op_id;                     /* unique among the instance's running operations; 0: cannot be cancelled */
    uint32_t timeout_ms, reserved_zero; /* 0: as configured; at most IDP_MAX_TIMEOUT_MS */
    idp_str  grant_token, locale;
} idp_resolve_request;

enum {
    IDP_VERDICT_MEMBER   = 1, /* belongs to the organisation of the configuration */
    IDP_VERDICT_LINKED   = 2, /* belongs to an organisation linked with it */
    IDP_VERDICT_EXTERNAL = 3, /* somebody else, known to the provider only */
    IDP_VERDICT_INACTIVE = 4  /* a member who is disabled, has not been activated, or left */
};

enum {
    IDP_ACCOUNT_PARTIAL        = 1u, /* the identity is certain; profile fields that were asked for are missing */
    IDP_ACCOUNT_REPEATED       = 2u, /* a copy of the result of this same callback, less than 60 s old */
    IDP_ACCOUNT_EMAIL_VERIFIED = 4u, /* the provider vouches for it */
    IDP_ACCOUNT_PHONE_VERIFIED = 8u
};

/* Absent fields are empty. The key of a person is the pair (issuer, subject), compared byte by byte; nothing else
 * identifies anybody. */
typedef struct idp_account {
    uint32_t  struct_size, flags;      /* IDP_ACCOUNT_* */
    idp_owned owner;
    uint32_t  verdict, reserved_zero;  /* IDP_VERDICT_* */
    idp_str   issuer;                  /* who vouches: "wecom:<corpid>". Verdicts other than MEMBER and INACTIVE have issuers of
                                          their own ("wecom:<corpid>#external"), so no two kinds of subject can meet */
    idp_str   subject;                 /* canonical, never empty, unique within the issuer */
    idp_str   display_name, email, phone;
    idp_str   avatar_url;              /* https, or empty; the plugin never fetches it, nor should a host's server */
    idp_str   claims_json;             /* one JSON object: what else the provider said */
} idp_account;

/* ---- Plugin side ---------------------------------------------------------------------------------------- */

/* Static: it lives, unchanged, as long as the library is mapped. Everything is required except support_url. */
typedef struct idp_descriptor {
    uint32_t struct_size, flags;
    const char *id;              /* reverse DNS, dots only: "org.example.acme" */
    const char *name, *vendor;
    const char *version;         /* SemVer 2.0.0 */
    const char *license;         /* SPDX expression */
    const char *homepage, *support_url;
    const char *description;
    const char *modes;           /* blank-separated: "in_app qr" */
    const char *icon_media_type; /* image/svg+xml or image/png */
    idp_str     icon;            /* the image itself, at most IDP_MAX_ICON: a login page hot-links nobody */
    const char *config_schema;   /* JSON Schema 2020-12 of config_json */
} idp_descriptor;

typedef struct idp_instance idp_instance; /* opaque, the plugin's */

typedef struct idp_plugin_v1 {
    uint32_t struct_size, flags;
    uint32_t abi_minor;      /* IDP_ABI_MINOR of the header the plugin was built with */
    uint32_t min_host_minor; /* the smallest host minor it can live with; not simply the one it was built with */
    const idp_descriptor *descriptor;

    /* Makes an instance for one configuration, which never changes: a new configuration is a new instance, a swap in
     * the host, and destroy of the old one. Opens no connection and starts no thread.
     *   [any-thread] [non-blocking] [after-fork]
     *   host stays the host's and must outlive the instance. req is borrowed. *out becomes the caller's, to be destroyed.
     *   IDP_OK; IDP_E_CONFIG (detail names the field by JSON pointer); IDP_E_INVALID; IDP_E_UNSUPPORTED; IDP_E_INTERNAL.
     *   On failure *out is null. Since 1.0. */
    idp_status (IDP_CALL *create)(const idp_host_v1 *host, const idp_create_request *req, idp_instance **out,
                                  idp_error *err);

    /* Ends an instance: running operations complete with IDP_E_CANCELLED "shutdown", every call inside leaves, then
     * all memory, threads and descriptors of the instance are given back. After it no code of the plugin runs for it.
     *   [any-thread] [blocking] [after-fork] at most 100 ms plus the time the host's own functions take
     *   self is consumed on IDP_OK; null is IDP_OK. The host begins no call on self once destroy has begun.
     *   IDP_OK; IDP_E_INVALID: called from a host function or callback of this plugin, the instance lives on;
     *   IDP_E_WRONG_PROCESS: nothing was touched. Since 1.0. */
    idp_status (IDP_CALL *destroy)(idp_instance *self);

    /* Builds the URL that starts a login, and the transaction that must come back with its callback.
     *   [any-thread] [non-blocking] [after-fork]
     *   self and req are borrowed; out is the caller's and releases itself.
     *   IDP_OK; IDP_E_INVALID; IDP_E_UNSUPPORTED "mode"; IDP_E_CONFIG: this mode needs a setting that is not there;
     *   IDP_E_WRONG_PROCESS; IDP_E_INTERNAL. On failure out is zero. Since 1.0. */
    idp_status (IDP_CALL *build_authorize_url)(idp_instance *self, const idp_authorize_request *req,
                                               idp_authorize_result *out, idp_error *err);

    /* A hint: somebody has just been sent to the provider and is about to come back. The plugin gets a token and a
     * connection ready in the background. Call it after the redirect was sent, or never.
     *   [any-thread] [non-blocking] [after-fork] [uses-kv]
     *   self is borrowed. IDP_OK, also when there is nothing to prepare; IDP_E_INVALID; IDP_E_WRONG_PROCESS. Since 1.0. */
    idp_status (IDP_CALL *prepare)(idp_instance *self);

    /* Opens the transactions, compares the state in constant time, parses the query. Same input, same answer: the
     * network is not touched, nothing is remembered, a refusal burns nothing.
     *   [any-thread] [non-blocking] [after-fork]
     *   self and req are borrowed; out is the caller's and releases itself.
     *   IDP_OK; IDP_E_RESTART; IDP_E_REJECTED; IDP_E_DENIED "user_refused"; IDP_E_INVALID; IDP_E_WRONG_PROCESS;
     *   IDP_E_INTERNAL. On failure out is zero. A transaction from up to 60 s in the future is good: clocks differ.
     *   For a login begun with IDP_AUTHORIZE_RESTARTED it never answers IDP_E_RESTART, nor does resolve_account: a host
     *   that restarts on IDP_E_RESTART cannot loop. Since 1.0. */
    idp_status (IDP_CALL *handle_callback)(idp_instance *self, const idp_callback_request *req, idp_grant *out,
                                           idp_error *err);

    /* Asks the provider who this is. A grant is good for one account: the same grant within 60 s gets a copy of the
     * first result (IDP_ACCOUNT_REPEATED), later IDP_E_REPLAYED.
     *   [any-thread] [blocking] [after-fork] [uses-kv] returns by timeout_ms + 250 ms, whatever happens
     *   self and req are borrowed; out is the caller's and releases itself.
     *   IDP_OK: a person whom the policy accepts (or IDP_RESOLVE_ANY_VERDICT); IDP_E_DENIED: somebody else;
     *   IDP_E_RESTART; IDP_E_REJECTED; IDP_E_REPLAYED; IDP_E_DEADLINE; IDP_E_CANCELLED; IDP_E_NETWORK; IDP_E_UPSTREAM;
     *   IDP_E_BUSY; IDP_E_INVALID; IDP_E_UNSUPPORTED; IDP_E_WRONG_PROCESS; IDP_E_INTERNAL.
     *   On failure out is zero, and must not be taken for an identity. Since 1.0. */
    idp_status (IDP_CALL *resolve_account)(idp_instance *self, const idp_resolve_request *req, idp_account *out,
                                           idp_error *err);

    /* Lets the running operation op_id return with IDP_E_CANCELLED soon; it still returns, once. Its code may have been
     * consumed: restart the login rather than repeating the call.
     *   [any-thread] [non-blocking] [after-fork]
     *   self is borrowed. IDP_OK: it was running; IDP_NO: unknown or finished, and nothing is remembered;
     *   IDP_E_INVALID; IDP_E_WRONG_PROCESS. Since 1.0. */
    idp_status (IDP_CALL *cancel)(idp_instance *self, uint64_t op_id);

    /* The extension table with that id, or null; static, the same for ever. Needs no instance. id is borrowed.
     *   [any-thread] [non-blocking] [before-fork-ok] Since 1.0. */
    const void *(IDP_CALL *get_extension)(const char *id);
} idp_plugin_v1;

/* ---- Plugin extensions ---------------------------------------------------------------------------------- */

/* Elements of lists carry no struct_size: the list's stride is their size. */
typedef struct idp_config_issue {
    idp_str pointer; /* RFC 6901: "/corpsecret"; empty for the whole */
    idp_str code;    /* a stable word: the schema keyword that failed ("required", "type", "pattern"), "json", "blank" */
    idp_str text;    /* what is wrong and what to do, in the asked locale; it never repeats a secret's value */
} idp_config_issue;

typedef struct idp_config_issues {
    uint32_t  struct_size, flags;
    idp_owned owner;
    idp_list  issues; /* of idp_config_issue; empty: create would accept it */
} idp_config_issues;

/* Plugin extension "idp.config-check/1": lets a form mark its fields before anything is stored. */
#define IDP_CONFIG_CHECK_V1 "idp.config-check/1"
typedef struct idp_config_check_v1 {
    uint32_t struct_size, flags;

    /* Says what create would refuse in config_json, without an instance and without the network. config_json may be
     * anything at all: what is not JSON is an issue, not a failure.
     *   [any-thread] [non-blocking] [before-fork-ok]
     *   config_json and locale (may be null) are borrowed; out is the caller's and releases itself.
     *   IDP_OK, with any number of issues; IDP_E_INVALID; IDP_E_INTERNAL. On failure out is zero. Since 1.0. */
    idp_status (IDP_CALL *check)(const idp_str *config_json, const idp_str *locale, idp_config_issues *out,
                                 idp_error *err);
} idp_config_check_v1;

enum {
    IDP_LOGIN_REDIRECT = 1, /* a button: build_authorize_url with this mode, then redirect */
    IDP_LOGIN_PANEL    = 2, /* an embedded panel, described by panel_json */
    IDP_LOGIN_HANDOFF  = 3  /* cannot start here: label says in which app the person has to open the page */
};

/* One way in that suits this browser. */
typedef struct idp_login_option {
    uint32_t kind, reserved_zero; /* IDP_LOGIN_* */
    idp_str  mode;                /* for build_authorize_url */
    idp_str  label;               /* in the asked locale */
    idp_str  icon_media_type, icon;
    idp_str  panel_json;
    idp_str  csp_script, csp_frame, csp_form_action; /* blank-separated origins that the page must allow for this option */
} idp_login_option;

typedef struct idp_login_options {
    uint32_t  struct_size, flags;
    idp_owned owner;
    idp_list  options; /* of idp_login_option, best first */
} idp_login_options;

/* Plugin extension "idp.login-page/1": which buttons a login page shows for this browser. */
#define IDP_LOGIN_PAGE_V1 "idp.login-page/1"
typedef struct idp_login_page_v1 {
    uint32_t struct_size, flags;

    /* Lists the ways in for a browser with this User-Agent.
     *   [any-thread] [non-blocking] [after-fork]
     *   self, user_agent and locale (either may be null) are borrowed; out is the caller's and releases itself.
     *   IDP_OK; IDP_E_INVALID; IDP_E_WRONG_PROCESS; IDP_E_INTERNAL. On failure out is zero. Since 1.0. */
    idp_status (IDP_CALL *options)(idp_instance *self, const idp_str *user_agent, const idp_str *locale,
                                   idp_login_options *out, idp_error *err);
} idp_login_page_v1;

/* How an operation of idp.async/1 ends: exactly once for every accepted start, never on the stack of the start, possibly
 * before the start has returned. status is what resolve_account would have returned; account is zero unless it is
 * IDP_OK, err is filled if it is a failure. Both are borrowed for the call; to keep the account, copy the struct and set
 * account->owner.release to null. A completion that blocks delays the completions of every instance in the process.
 * From it, cancel and resolve_account_start may be called; destroy and resolve_account answer IDP_E_INVALID "reentrant".
 *   [completion] [non-blocking] Must not throw. Since 1.0. */
typedef void (IDP_CALL *idp_resolved_fn)(void *user, idp_status status, idp_account *account, const idp_error *err);

/* Plugin extension "idp.async/1": resolve_account without a thread that waits. */
#define IDP_ASYNC_V1 "idp.async/1"
typedef struct idp_async_v1 {
    uint32_t struct_size, flags;

    /* Begins what resolve_account does, and returns. done is called with user once the operation has ended: by
     * timeout_ms + 250 ms, or sooner by cancel (if req has an op_id) or destroy, which waits for it.
     *   [any-thread] [non-blocking] [after-fork] [uses-kv] on the caller's stack, before it returns
     *   self and req are borrowed for the call; user is the host's, and handed back as it came.
     *   IDP_OK: done will be called; IDP_E_INVALID; IDP_E_UNSUPPORTED; IDP_E_WRONG_PROCESS; IDP_E_INTERNAL; and for a
     *   grant that is not acceptable IDP_E_RESTART or IDP_E_REJECTED. On failure done is not called. Since 1.0. */
    idp_status (IDP_CALL *resolve_account_start)(idp_instance *self, const idp_resolve_request *req, idp_resolved_fn done,
                                                 void *user, idp_error *err);
} idp_async_v1;

enum {
    IDP_STEP_RUNNING = 1, /* it has begun; the same step comes again with its end */
    IDP_STEP_PASSED  = 2,
    IDP_STEP_FAILED  = 3,
    IDP_STEP_SKIPPED = 4  /* it makes no sense here, or a step before it failed */
};

/* One step of a self-test. */
typedef struct idp_self_test_step {
    uint32_t struct_size, flags;
    uint32_t state;       /* IDP_STEP_* */
    uint32_t duration_ms; /* of a step that has ended */
    idp_str  id;          /* a stable word: "resolve", "connect", "tls", "clock", "token"; providers have others as well */
    idp_str  text;        /* what was seen, what happened, or why it was skipped, in the asked locale; empty while it runs */
    idp_str  remedy;      /* of a failed step: whose problem it is and what to do, in the asked locale; else empty */
} idp_self_test_step;

/* Takes one step of a self-test: each twice, as it begins and as it ends, or once if it is skipped; in their order, and
 * before run returns. step and its texts are borrowed for the call.
 *   [callback] [non-blocking] on the thread that called run. Must not throw, and must not call into the instance.
 *   Since 1.0. */
typedef void (IDP_CALL *idp_self_test_fn)(void *user, const idp_self_test_step *step);

/* Plugin extension "idp.self-test/1": the button "test the connection". */
#define IDP_SELF_TEST_V1 "idp.self-test/1"
typedef struct idp_self_test_v1 {
    uint32_t struct_size, flags;

    /* Goes the way of a login as far as one can without a person, over a connection of its own, and tells sink what it
     * sees. Logins under way are neither hindered nor helped. It counts against the provider's limits, and so does a
     * wrong secret: for a person who presses a button, not for a monitor.
     *   [any-thread] [blocking] [after-fork] returns by timeout_ms + 250 ms plus the time that sink takes
     *   timeout_ms: 0: as configured; at most IDP_MAX_TIMEOUT_MS. self and locale (may be null) are borrowed; sink is
     *   required and is called with user, which is handed back as it came.
     *   IDP_OK: no step failed; IDP_NO: a step failed, also for want of time; IDP_E_CANCELLED: by destroy;
     *   IDP_E_INVALID; IDP_E_WRONG_PROCESS; IDP_E_INTERNAL. On failure the steps told so far are all there are.
     *   Since 1.0. */
    idp_status (IDP_CALL *run)(idp_instance *self, uint32_t timeout_ms, const idp_str *locale, idp_self_test_fn sink,
                               void *user, idp_error *err);
} idp_self_test_v1;

typedef struct idp_bind_ticket {
    uint32_t  struct_size, flags;
    idp_owned owner;
    uint32_t  lifetime_s, reserved_zero;
    idp_str   ticket; /* at most IDP_MAX_TICKET of [A-Za-z0-9_-] */
} idp_bind_ticket;

/* Plugin extension "idp.bind-ticket/1": for a person whom no local user is bound to yet. The front end gets a ticket
 * instead of an identity, lets the person sign in as a local user, and brings the ticket back: so nobody can bind an
 * identity that is not his own, and who he is never passes through a browser in clear. */
#define IDP_BIND_TICKET_V1 "idp.bind-ticket/1"
typedef struct idp_bind_ticket_v1 {
    uint32_t struct_size, flags;

    /* Seals verdict, issuer, subject and up to 64 bytes of the display name of an account that resolve_account of this
     * instance has given. binding is required: up to IDP_MAX_BINDING bytes that the host keeps for this browser, in its
     * session perhaps, and will present again. Nothing is remembered.
     *   [any-thread] [non-blocking] [after-fork]
     *   self, account and binding are borrowed; out is the caller's and releases itself.
     *   IDP_OK; IDP_E_DENIED: a person whom the policy does not accept; IDP_E_UNSUPPORTED "no_seal_key": the instance was
     *   created without seal keys; IDP_E_INVALID; IDP_E_WRONG_PROCESS; IDP_E_INTERNAL. On failure out is zero.
     *   Since 1.0. */
    idp_status (IDP_CALL *issue)(idp_instance *self, const idp_account *account, const idp_str *binding,
                                 idp_bind_ticket *out, idp_error *err);

    /* Gives the account back, once: of all who present the ticket at the same time, in all processes that share the
     * host's idp.host.kv/1, one gets it. A refusal burns nothing, and neither does a store that fails: without its word
     * nobody gets the account. Without a store the processes do not know of each other.
     *   [any-thread] [non-blocking] [after-fork] [uses-kv]
     *   self, ticket and binding are borrowed; account_out is the caller's and releases itself.
     *   IDP_OK; IDP_E_REJECTED "malformed", "unreadable", "other_instance", "binding_mismatch", "expired" (after 10
     *   minutes); IDP_E_REPLAYED; IDP_E_BUSY "store", "overload"; IDP_E_DENIED: the policy no longer accepts this person;
     *   IDP_E_UNSUPPORTED "no_seal_key"; IDP_E_INVALID; IDP_E_WRONG_PROCESS; IDP_E_INTERNAL. On failure account_out is
     *   zero. Since 1.0. */
    idp_status (IDP_CALL *redeem)(idp_instance *self, const idp_str *ticket, const idp_str *binding,
                                  idp_account *account_out, idp_error *err);
} idp_bind_ticket_v1;

/* A static answer that the host gives for the provider, at the root of its public URL. */
typedef struct idp_http_route {
    idp_str method;     /* "GET": the host answers HEAD as well */
    idp_str path;       /* exact, begins with '/' */
    idp_str media_type;
    idp_str body;       /* exactly these bytes, status 200, no redirect */
} idp_http_route;

typedef struct idp_http_routes {
    uint32_t  struct_size, flags;
    idp_owned owner;
    idp_list  routes; /* of idp_http_route */
} idp_http_routes;

/* Plugin extension "idp.http-routes/1": files by which a provider verifies that a domain is the company's own. */
#define IDP_HTTP_ROUTES_V1 "idp.http-routes/1"
typedef struct idp_http_routes_v1 {
    uint32_t struct_size, flags;

    /* Lists the files of this instance; the same for its whole life.
     *   [any-thread] [non-blocking] [after-fork]
     *   self is borrowed; out is the caller's and releases itself.
     *   IDP_OK, also with none; IDP_E_INVALID; IDP_E_WRONG_PROCESS; IDP_E_INTERNAL. On failure out is zero. Since 1.0. */
    idp_status (IDP_CALL *routes)(idp_instance *self, idp_http_routes *out, idp_error *err);
} idp_http_routes_v1;

/* ---- Sizes ---------------------------------------------------------------------------------------------- */

/* The size that each struct and table had when it was new: less than that is no such struct. A reader refuses a smaller
 * struct_size, copies or asks for what is behind it with IDP_HAS, and never compares with sizeof: that grows with the
 * header, and an older partner would be refused. A struct that a later minor n brings has an ..._MINOR_n instead. */
#define IDP_ERROR_MINOR_0             (offsetof(idp_error, detail) + sizeof(char[1024]))
#define IDP_LOG_RECORD_MINOR_0        (offsetof(idp_log_record, text) + sizeof(idp_str))
#define IDP_HOST_V1_MINOR_0           (offsetof(idp_host_v1, get_extension) + sizeof(void *))
#define IDP_HOST_KV_V1_MINOR_0        (offsetof(idp_host_kv_v1, put_if_absent) + sizeof(void *))
#define IDP_CREATE_REQUEST_MINOR_0    (offsetof(idp_create_request, seal_keys) + sizeof(idp_list))
#define IDP_AUTHORIZE_REQUEST_MINOR_0 (offsetof(idp_authorize_request, locale) + sizeof(idp_str))
#define IDP_AUTHORIZE_RESULT_MINOR_0  (offsetof(idp_authorize_result, mode) + sizeof(idp_str))
#define IDP_CALLBACK_REQUEST_MINOR_0  (offsetof(idp_callback_request, locale) + sizeof(idp_str))
#define IDP_GRANT_MINOR_0             (offsetof(idp_grant, token) + sizeof(idp_str))
#define IDP_RESOLVE_REQUEST_MINOR_0   (offsetof(idp_resolve_request, locale) + sizeof(idp_str))
#define IDP_ACCOUNT_MINOR_0           (offsetof(idp_account, claims_json) + sizeof(idp_str))
#define IDP_DESCRIPTOR_MINOR_0        (offsetof(idp_descriptor, config_schema) + sizeof(void *))
#define IDP_PLUGIN_V1_MINOR_0         (offsetof(idp_plugin_v1, get_extension) + sizeof(void *))
#define IDP_CONFIG_ISSUES_MINOR_0     (offsetof(idp_config_issues, issues) + sizeof(idp_list))
#define IDP_CONFIG_CHECK_V1_MINOR_0   (offsetof(idp_config_check_v1, check) + sizeof(void *))
#define IDP_LOGIN_OPTIONS_MINOR_0     (offsetof(idp_login_options, options) + sizeof(idp_list))
#define IDP_LOGIN_PAGE_V1_MINOR_0     (offsetof(idp_login_page_v1, options) + sizeof(void *))
#define IDP_ASYNC_V1_MINOR_0          (offsetof(idp_async_v1, resolve_account_start) + sizeof(void *))
#define IDP_SELF_TEST_STEP_MINOR_0    (offsetof(idp_self_test_step, remedy) + sizeof(idp_str))
#define IDP_SELF_TEST_V1_MINOR_0      (offsetof(idp_self_test_v1, run) + sizeof(void *))
#define IDP_BIND_TICKET_MINOR_0       (offsetof(idp_bind_ticket, ticket) + sizeof(idp_str))
#define IDP_BIND_TICKET_V1_MINOR_0    (offsetof(idp_bind_ticket_v1, redeem) + sizeof(void *))
#define IDP_HTTP_ROUTES_MINOR_0       (offsetof(idp_http_routes, routes) + sizeof(idp_list))
#define IDP_HTTP_ROUTES_V1_MINOR_0    (offsetof(idp_http_routes_v1, routes) + sizeof(void *))

/* ---- Entry ---------------------------------------------------------------------------------------------- */

#define IDP_PLUGIN_ENTRY_V1 "idp_plugin_entry_v1"

/* The one exported symbol. Returns the plugin's table: static, the same pointer at every call, never null. Pure: no
 * allocation, thread, file, environment or library call. A scanner may call it in any process, any number of times.
 *   [any-thread] [non-blocking] [before-fork-ok] Cannot fail. Since 1.0. */
IDP_EXPORT const idp_plugin_v1 *IDP_CALL idp_plugin_entry_v1(void);

typedef const idp_plugin_v1 *(IDP_CALL *idp_plugin_entry_v1_fn)(void);

#ifdef __cplusplus
}
#endif
#endif
