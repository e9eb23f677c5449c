#include "web/password_sign_in.hpp"

#include "web/site_state.hpp"

#include <functional>

namespace host {
namespace {

// Every try is counted before the password is looked at, and taken back if it was right.
password_outcome counted(site_state& site, const password_attempt& by,
                         const std::function<std::optional<user>()>& look) {
    const auto now = site.outside.steady_now();
    const auto address = limit_key(by.address), name = std::string{by.tenant_id} + "/" + std::string{by.name};
    if (const auto wait = site.limits.passwords_of_address.begin(address, now)) return too_many_tries{*wait};
    if (const auto wait = site.limits.passwords_of_name.begin(name, now)) {
        site.limits.passwords_of_address.succeeded(address);
        return too_many_tries{*wait};
    }
    auto found = look();
    if (!found) return not_accepted{};
    site.limits.passwords_of_address.succeeded(address);
    site.limits.passwords_of_name.succeeded(name);
    return std::move(*found);
}

// Names that belong to nobody are not kept: people type passwords where the name goes.
void note_refusal(site_state& site, const password_attempt& by) {
    const auto known = site.data.users.find_by_name(by.tenant_id, by.name);
    site.data.audit.add({.at = site.outside.now(),
                         .tenant_id = std::string{by.tenant_id},
                         .kind = "login_refused",
                         .actor = {},
                         .subject = known ? known->name : "",
                         .provider = {},
                         .detail = "password",
                         .address = std::string{by.address}});
    site.log.write(log_level::warning, "login_refused",
                   {{"by", "password"}, {"user", known ? known->id : ""}, {"tenant", std::string{by.tenant_id}}});
}

}  // namespace

password_outcome sign_in_with_password(site_state& site, const password_attempt& by) {
    auto out = counted(site, by, [&] { return site.data.users.authenticate(by.tenant_id, by.name, by.password); });
    if (const auto* who = std::get_if<user>(&out)) {
        site.data.audit.add({.at = site.outside.now(),
                             .tenant_id = who->tenant_id,
                             .kind = "login",
                             .actor = who->name,
                             .subject = who->name,
                             .provider = {},
                             .detail = "password",
                             .address = std::string{by.address}});
        site.log.write(log_level::info, "login", {{"by", "password"}, {"user", who->id}, {"tenant", who->tenant_id}});
    } else if (std::holds_alternative<not_accepted>(out)) {
        note_refusal(site, by);
    }
    return out;
}

password_outcome confirm_password(site_state& site, const user& who, std::string_view password,
                                  std::string_view address) {
    const password_attempt by{who.tenant_id, who.name, password, address};
    auto out = counted(site, by, [&] {
        return site.data.users.has_password(who.id, password) ? site.data.users.find(who.id) : std::nullopt;
    });
    if (std::holds_alternative<not_accepted>(out)) note_refusal(site, by);
    return out;
}

}  // namespace host
