#pragma once

#include "core/error.hpp"
#include "core/secret.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wecom {

using sha256_digest = std::array<unsigned char, 32>;
sha256_digest sha256(std::string_view bytes);
inline std::string_view bytes_of(const sha256_digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// The first 16 bytes of SHA-256, none of nothing: enough to tell apart what was hashed before it was sealed.
std::string short_hash(std::string_view bytes);

constexpr std::size_t nonce_size = 12;

// Seals and opens the blobs that browsers, grants and the host's store carry, for one label ("transaction", "grant",
// "kv"): AES-256-GCM under HKDF-SHA-256(seal key, info = label), with label, plugin id and name as associated data.
// What was sealed under one name does not open under another: the key of an entry in a store. Any thread.
class sealer {
public:
    // The first key seals, all open. At least one.
    sealer(std::string_view label, const std::vector<secret>& seal_keys);

    // base64url of nonce, ciphertext and tag. A nonce must never be used twice: 12 fresh random bytes.
    std::string seal(std::string_view plain, std::string_view nonce, std::string_view name = {}) const;

    // Nothing if no key opens it. text must be base64url: see base64url_decode.
    std::optional<secret> open(std::string_view sealed_bytes, std::string_view name = {}) const;

private:
    class key;
    std::string label_;
    std::vector<std::shared_ptr<const key>> keys_;  // shared by copies
};

}  // namespace wecom
