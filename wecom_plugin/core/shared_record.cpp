#include "core/shared_record.hpp"

#include "core/packed.hpp"

namespace wecom {
namespace {

enum version : std::uint64_t { token_1 = 0x101, account_1 = 0x201, failure_1 = 0x301 };

// In this order on the wire.
constexpr std::string account::*account_texts[] = {&account::issuer,     &account::subject, &account::display_name,
                                                   &account::email,      &account::phone,   &account::avatar_url,
                                                   &account::claims_json};

std::string pack(const account& who) {
    packer out;
    out.number(account_1).number(static_cast<std::uint64_t>(who.who)).number(who.partial);
    for (const auto field : account_texts)
        out.text(who.*field);
    return out.take();
}

std::string pack(const error& why) {
    return packer{}
        .number(failure_1)
        .text(facts(why.code).reason)
        .text(why.detail)
        .number(static_cast<std::uint32_t>(why.upstream_code))
        .number(static_cast<std::uint64_t>(why.retry_after.count()))
        .take();
}

std::optional<account> read_account(unpacker& in) {
    account out;
    const auto who = in.number();
    out.who = static_cast<verdict>(who);
    out.partial = in.number() != 0;
    for (const auto field : account_texts)
        out.*field = in.text();
    if (!in.complete() || who > static_cast<std::uint64_t>(verdict::inactive) || out.subject.empty())
        return std::nullopt;
    return out;
}

std::optional<error> read_failure(unpacker& in) {
    error out;
    const auto code = errc_named(in.text());
    out.detail = in.text();
    out.upstream_code = static_cast<int>(static_cast<std::uint32_t>(in.number()));
    out.retry_after = std::chrono::milliseconds{in.number()};
    if (!in.complete() || !code) return std::nullopt;
    out.code = *code;
    return out;
}

}  // namespace

std::string pack(const shared_token& token) {
    return packer{}.number(token_1).text(token.value.reveal()).number(token.expires).take();
}

std::optional<shared_token> unpack_token(std::string_view bytes) {
    unpacker in{bytes};
    if (in.number() != token_1) return std::nullopt;
    shared_token out;
    out.value = secret{in.text()};
    out.expires = in.number();
    if (!in.complete() || out.value.empty()) return std::nullopt;
    return out;
}

std::string pack(const result<account>& outcome) { return outcome ? pack(*outcome) : pack(outcome.error()); }

std::optional<result<account>> unpack_outcome(std::string_view bytes) {
    unpacker in{bytes};
    const auto version = in.number();
    if (version == account_1)
        if (auto who = read_account(in)) return result<account>{*std::move(who)};
    if (version == failure_1)
        if (auto why = read_failure(in)) return result<account>{*std::move(why)};
    return std::nullopt;
}

}  // namespace wecom
