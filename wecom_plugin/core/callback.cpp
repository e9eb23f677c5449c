#include "core/callback.hpp"

#include "core/encoding.hpp"
#include "core/query_string.hpp"

namespace wecom {
namespace {

// The host's limit for one cookie, IDP_MAX_TRANSACTION.
constexpr std::size_t longest_transaction = 1024;

// A state that says so itself, because the cookie that would know may be lost.
bool looks_restarted(std::string_view state) { return state.size() == 44 && state.front() == 'r'; }

error refusal(errc code, std::string detail, bool restarted) {
    return {.code = code, .detail = "callback: " + std::move(detail), .restarted = restarted};
}

// The transaction that this state belongs to. A cookie of somebody else's making does not hide the right one.
result<accepted_callback> find_transaction(const callback& brought, const sealer& transactions,
                                           std::string_view state) {
    const bool restarted = looks_restarted(state);
    if (brought.transactions.empty())
        return refusal(errc::no_transaction, "this browser has no login under way", restarted);
    bool opened = false, malformed = false;
    for (std::size_t i = 0; i < brought.transactions.size(); ++i) {
        const auto text = brought.transactions[i];
        const auto sealed = text.size() <= longest_transaction ? base64url_decode(text) : std::nullopt;
        if (!sealed) {
            malformed = true;
            continue;
        }
        const auto plain = transactions.open(*sealed);
        auto found = plain ? unpack_transaction(plain->reveal()) : std::nullopt;
        if (!found) continue;
        opened = true;
        if (equal_in_constant_time(found->state, state)) return accepted_callback{i, std::move(*found), {}};
    }
    if (malformed) return refusal(errc::malformed, "a transaction cookie is not base64url", restarted);
    if (opened) return refusal(errc::state_mismatch, "the state is missing or of another browser", restarted);
    return refusal(errc::unreadable, "the transaction is sealed with keys no longer known", restarted);
}

bool hash_matches(std::string_view hash, std::string_view bytes) {
    return equal_in_constant_time(hash, short_hash(bytes));
}

}  // namespace

result<accepted_callback> accept_callback(const callback& brought, const sealer& transactions,
                                          std::string_view instance_hash, std::string_view corpid, wall_ms now) {
    const auto query = parse_callback_query(brought.query);
    if (!query) return query.error();
    auto found = find_transaction(brought, transactions, query->state);
    if (!found) return found;

    const auto& t = found->sealed;
    const bool restarted = t.restarted();
    if (!equal_in_constant_time(t.instance_hash, instance_hash))
        return refusal(errc::other_instance, "the login was begun for another configuration", restarted);
    if (!query->appid.empty() && ascii_lower(query->appid) != ascii_lower(corpid))
        return refusal(errc::other_instance, "WeCom answered for another corporation", restarted);
    if (!brought.purpose.empty() && brought.purpose != t.purpose)
        return refusal(errc::other_purpose, "the login was begun for another purpose", restarted);
    if (!hash_matches(t.binding_hash, brought.binding))
        return refusal(errc::binding_mismatch, "the login was begun by another user or session", restarted);
    if (!hash_matches(t.redirect_hash, brought.redirect_uri))
        return refusal(errc::other_redirect_uri, "the callback arrived at another address than it was sent to",
                       restarted);
    if (is_expired(t.issued, now)) return refusal(errc::expired, "the login was begun too long ago", restarted);
    if (query->code.empty()) return refusal(errc::user_refused, "WeCom sent no code", restarted);

    found->granted = {t.instance_hash, sha256(t.state), secret{query->code}, restarted, t.issued};
    return found;
}

}  // namespace wecom
