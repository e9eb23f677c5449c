#include "core/bind_ticket.hpp"

#include "core/encoding.hpp"
#include "core/packed.hpp"

namespace wecom {
namespace {

constexpr std::uint64_t ticket_version = 1;
constexpr std::size_t longest_ticket = 1024, longest_name = 64;

error no_seal_key() {
    return {.code = errc::no_seal_key,
            .detail = "tickets need seal keys: give create some that are equal on all nodes and outlive this process"};
}

error refusal(errc code, std::string detail) {
    return {.code = code, .detail = "ticket: " + std::move(detail), .restarted = true};
}

std::string_view cut_at_character(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) return text;
    while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0) == 0x80)
        --longest;
    return text.substr(0, longest);
}

std::optional<verdict> verdict_in(std::uint64_t number) {
    if (number > static_cast<std::uint64_t>(verdict::inactive)) return std::nullopt;
    return static_cast<verdict>(number);
}

}  // namespace

result<std::string> issue_ticket(const config& settings, const login_keys& keys, const account& who,
                                 std::string_view binding, std::string_view random, wall_ms now) {
    if (!keys.tickets) return no_seal_key();
    if (binding.empty()) return error{.code = errc::argument, .detail = "a ticket without a binding is anybody's"};
    if (!may_have_given(settings, who))
        return error{.code = errc::argument, .detail = "the account is none that this instance has given"};
    const auto accepted = accept_account(settings, who);
    if (!accepted) return accepted.error();
    const auto plain = packer{}
                           .number(ticket_version)
                           .text(keys.instance_hash)
                           .text(short_hash(binding))
                           .text(random.substr(0, ticket_number_size))
                           .number(now)
                           .number(static_cast<std::uint64_t>(who.who))
                           .text(who.issuer)
                           .text(who.subject)
                           .text(cut_at_character(who.display_name, longest_name))
                           .take();
    return keys.tickets->seal(plain, random.substr(ticket_number_size, nonce_size));
}

result<opened_ticket> open_ticket(const config& settings, const login_keys& keys, std::string_view ticket,
                                  std::string_view binding, wall_ms now) {
    if (!keys.tickets) return no_seal_key();
    const auto sealed = ticket.size() <= longest_ticket ? base64url_decode(ticket) : std::nullopt;
    if (!sealed || sealed->empty()) return refusal(errc::malformed, "it is not one that issue has given");
    const auto plain = keys.tickets->open(*sealed);
    unpacker in{plain ? plain->reveal() : std::string_view{}};
    const bool known = in.number() == ticket_version;
    const auto instance_hash = in.text(), binding_hash = in.text();
    opened_ticket out;
    out.number = in.text();
    const wall_ms issued = in.number();
    const auto who = verdict_in(in.number());
    out.who.issuer = in.text();
    out.who.subject = in.text();
    out.who.display_name = in.text();
    if (!known || !who || !in.complete()) return refusal(errc::unreadable, "it is sealed with keys no longer known");
    out.who.who = *who;
    if (!equal_in_constant_time(instance_hash, keys.instance_hash))
        return refusal(errc::other_instance, "it is of another configuration");
    if (!equal_in_constant_time(binding_hash, short_hash(binding)))
        return refusal(errc::binding_mismatch, "it was given to another browser or session");
    if (is_expired(issued, now)) return refusal(errc::expired, "it was issued more than ten minutes ago");
    const auto accepted = accept_account(settings, out.who);
    if (!accepted) return accepted.error();
    return out;
}

}  // namespace wecom
