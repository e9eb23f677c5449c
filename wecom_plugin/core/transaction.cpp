#include "core/transaction.hpp"

#include "core/encoding.hpp"
#include "core/packed.hpp"

namespace wecom {
namespace {

constexpr std::uint64_t transaction_version = 1;
constexpr std::uint64_t grant_version = 1;
constexpr wall_ms clock_skew_ms = 60'000;

}  // namespace

std::string pack(const transaction& value) {
    return packer{}
        .number(transaction_version)
        .text(value.state)
        .text(value.instance_hash)
        .text(value.purpose)
        .text(value.mode)
        .text(value.context)
        .text(value.redirect_hash)
        .text(value.binding_hash)
        .number(value.issued)
        .take();
}

std::optional<transaction> unpack_transaction(std::string_view bytes) {
    unpacker in{bytes};
    if (in.number() != transaction_version) return std::nullopt;
    transaction out;
    out.state = in.text();
    out.instance_hash = in.text();
    out.purpose = in.text();
    out.mode = in.text();
    out.context = in.text();
    out.redirect_hash = in.text();
    out.binding_hash = in.text();
    out.issued = in.number();
    if (!in.complete()) return std::nullopt;
    return out;
}

std::string make_state(std::string_view random32, bool restarted) {
    return (restarted ? "r" : "") + base62_encode(random32);
}

std::string pack(const grant& value) {
    return packer{}
        .number(grant_version)
        .text(value.instance_hash)
        .text(bytes_of(value.nonce_hash))
        .text(value.code.reveal())
        .number(value.restarted)
        .number(value.issued)
        .take();
}

std::optional<grant> unpack_grant(std::string_view bytes) {
    unpacker in{bytes};
    if (in.number() != grant_version) return std::nullopt;
    grant out;
    out.instance_hash = in.text();
    in.bytes(out.nonce_hash);
    out.code = secret{in.text()};
    out.restarted = in.number() != 0;
    out.issued = in.number();
    if (!in.complete()) return std::nullopt;
    return out;
}

bool is_expired(wall_ms issued, wall_ms now) {
    return issued > now + clock_skew_ms || now > issued + transaction_lifetime_s * 1000;
}

}  // namespace wecom
