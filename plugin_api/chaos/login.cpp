#include "login.hpp"

#include "arguments.hpp"
#include "instance.hpp"
#include "misfortune.hpp"
#include "odd_texts.hpp"
#include "results.hpp"
#include "validator/utf8.hpp"

namespace chaos {
namespace {

constexpr std::string_view only_mode = "odd", lower = "abcdefghijklmnopqrstuvwxyz_";
constexpr std::string_view url_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~:/?[]@!$&'()*+,;=%";
constexpr std::size_t huge_location = 48 * 1024;

// A random word, after a letter that says without a cookie whether the login was restarted.
std::string state_of(const claim& of) {
    return (of.restarted ? 'r' : 's') + to_base64url(of.nonce.data(), of.nonce.size());
}

bool is_redirect_uri(std::string_view url) {
    const auto rest = url.substr(url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : url.size());
    return !rest.empty() && rest.find_first_of("/?:@") != 0 && consists_of(url, url_characters);
}

void check(const idp_authorize_request& req) {
    check_text(req.redirect_uri, IDP_MAX_REDIRECT_URI);
    check_text(req.purpose, IDP_MAX_PURPOSE);
    check_text(req.mode, IDP_MAX_MODE);
    check_bytes(req.context, IDP_MAX_CONTEXT);
    check_bytes(req.binding, IDP_MAX_BINDING);
    if (!is_redirect_uri(idp::view(req.redirect_uri)))
        idp::refuse("argument", "redirect_uri is no absolute http(s) URL");
    if (!consists_of(idp::view(req.purpose), lower))
        idp::refuse("argument", "purpose has a character outside of [a-z_]");
    if (idp::view(req.purpose) == "bind" && req.binding.len == 0) idp::refuse("argument", "bind needs a binding");
    if (req.mode.len != 0 && idp::view(req.mode) != only_mode)
        throw idp::failure{.status = IDP_E_UNSUPPORTED, .reason = "mode", .detail = "there is only the mode \"odd\""};
}

claim new_transaction(idp_instance& self, const idp_authorize_request& req) {
    claim out;
    out.issued_ms = self.now_ms();
    out.instance = self.id_fingerprint;
    out.redirect_uri = fingerprint(idp::view(req.redirect_uri));
    out.binding = fingerprint(idp::view(req.binding));
    out.turn = self.turns++;
    out.restarted = (req.flags & IDP_AUTHORIZE_RESTARTED) != 0;
    out.nonce = random_nonce();
    out.set_purpose(req.purpose.len ? idp::view(req.purpose) : "login");
    out.set_text(idp::view(req.context));
    return out;
}

[[noreturn]] void refuse_browser(idp_status status, const char* reason, std::string_view detail) {
    throw idp::failure{.status = status,
                       .reason = reason,
                       .detail = detail,
                       .public_text = "Please start the sign-in again.",
                       .audience = IDP_FOR_USER,
                       .http_status = status == IDP_E_DENIED ? 403 : 400};
}

// A login that the host has restarted once must not ask for it again.
[[noreturn]] void begin_again(bool restarted, const char* reason, std::string_view detail) {
    refuse_browser(restarted ? IDP_E_REJECTED : IDP_E_RESTART, reason, detail);
}

struct query {
    std::string_view code, state;
};

// A parameter that is there twice means that somebody guesses which of the two is read.
query read_query(const idp_str& from) {
    const auto malformed = [] { refuse_browser(IDP_E_REJECTED, "malformed", "code or state twice, or ill-formed"); };
    auto rest = idp::view(from);
    if (rest.size() > IDP_MAX_QUERY || !validator::is_utf8(rest)) malformed();
    query out;
    while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find('&'));
        const auto name = pair.substr(0, pair.find('='));
        auto* value = name == "code" ? &out.code : name == "state" ? &out.state : nullptr;
        if (value && (value->data() || name.size() == pair.size())) malformed();
        if (value) *value = pair.substr(name.size() + 1);
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    }
    if (!consists_of(out.code, word_characters) || !consists_of(out.state, word_characters)) malformed();
    return out;
}

struct found_login {
    claim what;
    std::uint32_t index;
};

found_login find_login(const idp_instance& self, const idp_list& transactions, std::string_view state) {
    const bool restarted = state.starts_with('r');
    if (transactions.count == 0) begin_again(restarted, "no_transaction", "this browser began no login");
    std::uint32_t index = 0, readable = 0;
    for (const auto& one : idp::elements<idp_str>(transactions)) {
        const auto token = idp::view(one);
        if (token.size() > IDP_MAX_TRANSACTION || !consists_of(token, word_characters))
            refuse_browser(IDP_E_REJECTED, "malformed", "no transaction of ours looks like this");
        if (const auto opened = self.sealed.open(token, claim_kind::transaction)) {
            ++readable;
            if (fingerprint(state_of(*opened)) == fingerprint(state)) return {*opened, index};
        }
        ++index;
    }
    if (readable == 0) begin_again(restarted, "unreadable", "sealed with keys that this instance does not have");
    refuse_browser(IDP_E_REJECTED, "state_mismatch", "no login of this browser has this state");
}

void check(const claim& what, const idp_callback_request& req, const idp_instance& self) {
    const auto reject = [](const char* reason) {
        refuse_browser(IDP_E_REJECTED, reason, "the login was begun by or for somebody else");
    };
    if (what.instance != self.id_fingerprint) reject("other_instance");
    if (req.purpose.len && idp::view(req.purpose) != what.purpose_view()) reject("other_purpose");
    if (fingerprint(idp::view(req.redirect_uri)) != what.redirect_uri) reject("other_redirect_uri");
    if (fingerprint(idp::view(req.binding)) != what.binding) reject("binding_mismatch");
    if (!is_current(what, self.now_ms())) begin_again(what.restarted, "expired", "older than 10 minutes");
}

}  // namespace

idp_status build_authorize_url(idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out,
                               idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const auto known = idp::read_request(req);
        check(known);
        const visit here{self};
        const auto begun = new_transaction(*self, known);
        const auto act = self->does(begun.turn);
        self->chatter(act, known.op_id);
        if (act == behaviour::authorize_errors)
            return tell_misfortune(failing::authorize, begun.turn, begun.restarted, err);

        const bool large = act == behaviour::large_authorize;
        std::string location{idp::view(known.redirect_uri)};
        location += location.find('?') == location.npos ? '?' : '&';
        location += "code=" + self->config.subject + "&state=" + state_of(begun);
        if (large) location += "#" + filled(huge_location, "a-long-way/");
        idp::storage kept;
        idp_authorize_result result{};
        result.flags = later_flag(act);
        result.lifetime_s = lifetime_ms / 1000;
        result.location = kept.keep(std::move(location));
        result.transaction = kept.keep(self->sealed.close(begun, large ? IDP_MAX_TRANSACTION : 0));
        result.mode = idp::str(only_mode);
        result.owner = std::move(kept).give_away();
        slot.fill(result);
        return IDP_OK;
    });
}

idp_status handle_callback(idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const auto known = idp::read_request(req);
        check_text(known.redirect_uri, IDP_MAX_REDIRECT_URI);
        check_text(known.purpose, IDP_MAX_PURPOSE);
        check_bytes(known.binding, IDP_MAX_BINDING);
        check_list(known.transactions, IDP_MAX_TRANSACTIONS);
        const visit here{self};
        const auto brought = read_query(known.query);
        auto [login, index] = find_login(*self, known.transactions, brought.state);
        check(login, known, *self);
        const auto act = self->does(login.turn);
        self->chatter(act, known.op_id);
        if (!brought.code.data()) refuse_browser(IDP_E_DENIED, "user_refused", "came back without a code");
        if (act == behaviour::callback_errors)
            return tell_misfortune(failing::callback, login.turn, login.restarted, err);

        idp::storage kept;
        idp_grant result{};
        result.flags = later_flag(act);
        result.transaction_index = index;
        result.context = kept.keep(std::string{login.text_view()});
        result.purpose = kept.keep(std::string{login.purpose_view()});
        result.mode = idp::str(only_mode);
        login.kind = claim_kind::grant;
        login.text_size = 0;
        result.token =
            kept.keep(self->sealed.close(login, act == behaviour::large_authorize ? IDP_MAX_GRANT_TOKEN : 0));
        result.owner = std::move(kept).give_away();
        slot.fill(result);
        return IDP_OK;
    });
}

}  // namespace chaos
