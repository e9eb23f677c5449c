#include "plugin_ticket.hpp"

#include "core/bind_ticket.hpp"
#include "plugin_conversion.hpp"
#include "plugin_instance.hpp"
#include "plugin_randomness.hpp"

namespace wecom {
namespace {

// These calls have no locale.
constexpr auto in_words_for_its_people = language::zh;

std::string_view binding_argument(const idp_str* binding) {
    if (!binding) idp::refuse("argument", "the binding is null");
    return bytes_argument(*binding, IDP_MAX_BINDING);
}

idp_status issue(idp_instance* self, const idp_account* account, const idp_str* binding, idp_bind_ticket* out,
                 idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const visit here{self};
        const auto who = account_argument(account);
        auto ticket = issue_ticket(*self->settings, self->keys, who, binding_argument(binding),
                                   random_bytes(issue_ticket_random), here.now());
        if (!ticket) return fail(err, ticket.error(), in_words_for_its_people);
        idp::storage owns;
        idp_bind_ticket answer{};
        answer.lifetime_s = transaction_lifetime_s;
        answer.ticket = owns.keep(std::move(*ticket));
        answer.owner = std::move(owns).give_away();
        slot.fill(answer);
        return IDP_OK;
    });
}

idp_status redeem(idp_instance* self, const idp_str* ticket, const idp_str* binding, idp_account* account_out,
                  idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{account_out};
        const visit_with_store here{self};
        if (!ticket) idp::refuse("argument", "the ticket is null");
        auto opened =
            open_ticket(*self->settings, self->keys, idp::view(*ticket), binding_argument(binding), here.now());
        if (!opened) return fail(err, opened.error(), in_words_for_its_people);
        // Made before the ticket is used up: there may be no memory for it.
        idp::owned<idp_account> kept;
        auto& answer = *kept.out();
        answer = to_abi(std::move(opened->who));
        const auto mine = spend_once(runtime::of_this_process().tickets(), self->shared.get(), opened->number,
                                     runtime::around().now());
        if (!mine) return fail(err, mine.error(), in_words_for_its_people);
        slot.fill(answer);
        answer.owner = {};  // the host's from now on
        return IDP_OK;
    });
}

}  // namespace

const idp_bind_ticket_v1 bind_ticket_extension{sizeof bind_ticket_extension, 0, &issue, &redeem};

}  // namespace wecom
