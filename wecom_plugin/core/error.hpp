#pragma once

#include <boost/system/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wecom {

// Whose problem a failure is and what the host may do about it. plugin.cpp turns it into an idp_status.
enum class kind {
    invalid,
    config,
    deadline,
    cancelled,
    network,
    upstream,
    denied,
    restart,
    rejected,
    replayed,
    busy,
    unsupported,
    internal
};

// Who can do something about it.
enum class audience { user, admin, operator_, developer };

// Every failure of a login. The name is the stable `reason` that crosses the ABI.
enum class errc {
    argument,
    utf8,
    too_long,
    duplicate_op,
    closed,
    reentrant,
    config_json,
    config_field,
    ca_file,
    seal_key,
    mode,
    no_seal_key,
    deadline,
    cancelled,
    shutdown,
    net,
    dns,
    connect,
    tls_proto,
    tls_cert,
    tls_host,
    http_proto,
    http_status,
    too_large,
    json,
    schema,
    token_refused,
    credential,
    ip_not_trusted,
    upstream,
    rate,
    busy,
    breaker,
    overload,
    store,
    user_refused,
    not_member,
    linked_corp,
    inactive,
    no_transaction,
    expired,
    unreadable,
    code_invalid,
    ambiguous,
    state_mismatch,
    other_instance,
    other_purpose,
    binding_mismatch,
    other_redirect_uri,
    malformed,
    replayed,
    no_memory,
    bug
};

struct errc_facts {
    errc code;
    kind whose;
    std::string_view reason;
    audience who;
    int http_status;          // of a page that shows it
    std::string_view en, zh;  // what the person who logs in may read
};

const errc_facts& facts(errc code);
std::optional<errc> errc_named(std::string_view reason);

// A failure as it travels. Nothing in it is secret.
struct error {
    errc code = errc::bug;
    std::string detail{};   // for operators: what happened, whose problem it is, what to do
    int upstream_code = 0;  // WeCom's errcode
    std::chrono::milliseconds retry_after{0};
    unsigned answered_status = 0;  // HTTP status of an answer that is not 200
    bool restarted = false;        // of a login that was restarted before: it is not restarted again
    bool code_unsent = false;      // nothing of the code reached WeCom: the callback is as good as new
};

// The kind of e, in which a restarted login finds no further restart.
kind kind_of(const error& e);

template <class T>
using result = boost::system::result<T, error>;

[[noreturn]] void throw_exception_from_error(const error& e, const boost::source_location&);

}  // namespace wecom
