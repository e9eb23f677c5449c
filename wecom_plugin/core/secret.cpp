#include "core/secret.hpp"

#include <openssl/crypto.h>

#include <cstring>

namespace wecom {

void secret::wipe() noexcept {
    // A moved-from short string still has its bytes inside: capacity, not size.
    explicit_bzero(bytes_.data(), bytes_.capacity());
    bytes_.clear();
}

bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool operator==(const secret& a, const secret& b) noexcept { return equal_in_constant_time(a.bytes_, b.bytes_); }

}  // namespace wecom
