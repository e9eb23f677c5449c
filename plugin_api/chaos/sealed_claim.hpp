#pragma once

#include "idp_plugin.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaos {

enum class claim_kind : std::uint8_t { transaction = 1, grant = 2, ticket = 3 };

// What a transaction, a grant and a ticket carry behind a MAC. All nodes run the same build, so plain bytes will do.
struct claim {
    std::uint64_t issued_ms = 0;
    std::uint64_t instance = 0, redirect_uri = 0, binding = 0;  // fingerprints
    std::uint32_t turn = 0;                                     // which login of its instance it is
    std::uint16_t text_size = 0;
    claim_kind kind = claim_kind::transaction;
    std::uint8_t restarted = 0;
    std::array<unsigned char, 18> nonce{};
    std::array<char, IDP_MAX_PURPOSE> purpose{};
    std::array<char, 600> text{};  // a transaction's context; a ticket's account

    void set_purpose(std::string_view to);
    void set_text(std::string_view to);
    std::string_view purpose_view() const;
    std::string_view text_view() const { return {text.data(), text_size}; }
};

// A fingerprint without a key: only what is under a MAC may be compared with it.
std::uint64_t fingerprint(std::string_view text);

std::array<unsigned char, 18> random_nonce();

// In [A-Za-z0-9_-].
std::string to_base64url(const unsigned char* bytes, std::size_t size);

// Seals with the first of several keys and opens with any. SipHash, in two halves of 64 bits: small and enough for an
// example that guards nothing.
class seal {
public:
    // Without keys a random one, so that a login ends in the instance that began it.
    explicit seal(const std::vector<std::string_view>& keys);

    // at_least: how long the text becomes, if the claim needs less.
    std::string close(const claim& what, std::size_t at_least = 0) const;
    std::optional<claim> open(std::string_view token, claim_kind kind) const;

private:
    using key = std::array<std::uint64_t, 4>;
    std::vector<key> keys_;
};

}  // namespace chaos
