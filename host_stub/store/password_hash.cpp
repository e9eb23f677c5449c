#include "store/password_hash.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <new>
#include <semaphore>

namespace host {
namespace {

constexpr std::size_t salt_size = 16, digest_size = 32;
constexpr std::uint64_t work = 1 << 15, block = 8, lanes = 1;
constexpr std::uint64_t memory_limit = 64 << 20;

class turn {
public:
    turn() { free_.acquire(); }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    ~turn() { free_.release(); }

private:
    static inline std::counting_semaphore<4> free_{4};
};

}  // namespace

std::string hash_password(std::string_view password, std::string_view salt) {
    const turn mine;
    std::string out{salt};
    out.resize(salt_size + digest_size);
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    if (EVP_PBE_scrypt(password.data(), password.size(), bytes, salt_size, work, block, lanes, memory_limit,
                       bytes + salt_size, digest_size) != 1)
        throw std::bad_alloc{};
    return out;
}

bool matches(std::string_view password, std::string_view hash) {
    const std::string expected = hash.empty() ? std::string(salt_size + digest_size, '\0') : std::string{hash};
    const auto found = hash_password(password, std::string_view{expected}.substr(0, salt_size));
    const bool same =
        found.size() == expected.size() && CRYPTO_memcmp(found.data(), expected.data(), found.size()) == 0;
    return same && !hash.empty();
}

bool is_acceptable_password(std::string_view password) {
    const auto characters = std::count_if(password.begin(), password.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    return characters >= 10 && characters <= 256;
}

std::string to_one_time_password(std::string_view random_bytes) {
    constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
    static_assert(letters.size() == 32);
    std::string out;
    for (std::size_t i = 0; i < 20; ++i)
        out += letters[static_cast<unsigned char>(random_bytes.at(i)) % letters.size()];
    return out;
}

}  // namespace host
