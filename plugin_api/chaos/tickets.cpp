#include "tickets.hpp"

#include "arguments.hpp"
#include "instance.hpp"
#include "misfortune.hpp"
#include "results.hpp"

namespace chaos {
namespace {

constexpr std::size_t name_size = 64;

// The first bytes of a name, cut at a character.
std::string_view beginning(std::string_view name) {
    auto size = std::min(name.size(), name_size);
    while (size > 0 && size < name.size() && (static_cast<unsigned char>(name[size]) & 0xC0) == 0x80)
        --size;
    return name.substr(0, size);
}

void check_account(const idp_account& of) {
    check_text(of.issuer, IDP_MAX_ISSUER);
    check_text(of.subject, IDP_MAX_SUBJECT);
    check_text(of.display_name, 64 * 1024);  // nobody is called that much
    for (const auto& text : {of.issuer, of.subject})
        if (text.len == 0 || idp::view(text).find('\0') != std::string_view::npos)
            idp::refuse("argument", "this is no account of this instance");
}

const idp_str& binding_in(const idp_str* binding) {
    if (!binding || binding->len == 0) idp::refuse("argument", "a ticket needs a binding");
    check_bytes(*binding, IDP_MAX_BINDING);
    return *binding;
}

[[noreturn]] void reject(const char* reason, std::string_view detail, idp_status status = IDP_E_REJECTED) {
    throw idp::failure{.status = status,
                       .reason = reason,
                       .detail = detail,
                       .public_text = "Please start the sign-in again.",
                       .audience = IDP_FOR_USER,
                       .http_status = status == IDP_E_BUSY ? 503 : 400};
}

// In all processes that share the host's store, or else in this one.
void spend(idp_instance& self, const claim& ticket) {
    if (const auto* store = self.store()) {
        const auto name = "chaos:ticket/" + to_base64url(ticket.nonce.data(), ticket.nonce.size());
        const auto key = idp::str(name), value = idp::str("1");
        const host_call here;
        const auto said = store->put_if_absent(self.host->ctx, &key, &value, 2 * lifetime_ms);
        if (said > 0) reject("replayed", "this ticket was used before", IDP_E_REPLAYED);
        if (said < 0) reject("store", "the host's store failed", IDP_E_BUSY);
        return;
    }
    switch (self.redeemed.remember(ticket, self.now_ms())) {
        case spent_claims::use::first: return;
        case spent_claims::use::no_room: reject("overload", "too many tickets in 10 minutes", IDP_E_BUSY);
        case spent_claims::use::expired: reject("expired", "older than 10 minutes");
        default: reject("replayed", "this ticket was used before", IDP_E_REPLAYED);
    }
}

idp_account account_of(std::string_view text) {
    idp::storage kept;
    const auto next = [&] {
        const auto end = text.find('\0');
        const auto one = kept.keep(std::string{text.substr(0, end)});
        text.remove_prefix(std::min(end, text.size() - 1) + 1);
        return one;
    };
    idp_account out{};
    out.verdict = static_cast<std::uint32_t>(text.front());
    text.remove_prefix(1);
    out.issuer = next();
    out.subject = next();
    out.display_name = kept.keep(std::string{text});
    out.owner = std::move(kept).give_away();
    return out;
}

}  // namespace

idp_status issue_ticket(idp_instance* self, const idp_account* account, const idp_str* binding, idp_bind_ticket* out,
                        idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        if (!account || account->struct_size < IDP_ACCOUNT_MINOR_0) idp::refuse("argument", "there is no account");
        check_account(*account);
        const auto& bound_to = binding_in(binding);
        const visit here{self};
        const auto turn = self->tickets++;
        const auto act = self->does(turn);
        if (act == behaviour::ticket_errors && turn % 2 == 1)
            return tell_misfortune(failing::issue, turn / 2, false, err);

        claim ticket;
        ticket.kind = claim_kind::ticket;
        ticket.issued_ms = self->now_ms();
        ticket.instance = self->id_fingerprint;
        ticket.binding = fingerprint(idp::view(bound_to));
        ticket.turn = turn;
        ticket.nonce = random_nonce();
        std::string text(1, static_cast<char>(account->verdict));
        text.append(idp::view(account->issuer)).append(1, '\0').append(idp::view(account->subject)).append(1, '\0');
        ticket.set_text(text.append(beginning(idp::view(account->display_name))));
        idp::storage kept;
        idp_bind_ticket result{};
        result.flags = later_flag(act);
        result.lifetime_s = lifetime_ms / 1000;
        result.ticket = kept.keep(self->sealed.close(ticket));
        result.owner = std::move(kept).give_away();
        slot.fill(result);
        return IDP_OK;
    });
}

idp_status redeem_ticket(idp_instance* self, const idp_str* ticket, const idp_str* binding, idp_account* account_out,
                         idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{account_out};
        if (!ticket) idp::refuse("argument", "there is no ticket");
        const auto& bound_to = binding_in(binding);
        const visit here{self};
        const auto token = idp::view(*ticket);
        if (token.size() > IDP_MAX_TICKET || !consists_of(token, word_characters))
            reject("malformed", "no ticket of ours looks like this");
        const auto opened = self->sealed.open(token, claim_kind::ticket);
        if (!opened) reject("unreadable", "sealed with keys that this instance does not have");
        if (opened->instance != self->id_fingerprint) reject("other_instance", "issued by another instance");
        if (opened->binding != fingerprint(idp::view(bound_to)))
            reject("binding_mismatch", "issued to another browser");
        if (!is_current(*opened, self->now_ms())) reject("expired", "older than 10 minutes");
        if (self->does(opened->turn) == behaviour::ticket_errors)
            return tell_misfortune(failing::redeem, opened->turn / 2, false, err);
        spend(*self, *opened);
        slot.fill(account_of(opened->text_view()));
        return IDP_OK;
    });
}

}  // namespace chaos
