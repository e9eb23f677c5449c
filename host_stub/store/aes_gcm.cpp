#include "store/aes_gcm.hpp"

#include <openssl/evp.h>

#include <memory>
#include <new>

namespace host::aes_gcm {
namespace {

constexpr std::size_t nonce_size = 12, tag_size = 16;

using context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
int size(std::string_view text) { return static_cast<int>(text.size()); }

void require(bool done) {
    if (!done) throw std::bad_alloc{};
}

context made(EVP_CIPHER_CTX* cipher) {
    require(cipher != nullptr);
    return {cipher, &EVP_CIPHER_CTX_free};
}

}  // namespace

std::string seal(std::string_view key, std::string_view nonce, std::string_view plain, std::string_view about) {
    const auto cipher = made(EVP_CIPHER_CTX_new());
    std::string hidden(plain.size(), '\0'), tag(tag_size, '\0');
    int written = 0;
    require(EVP_EncryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), bytes(key), bytes(nonce), nullptr) == 1 &&
            EVP_EncryptUpdate(cipher.get(), nullptr, &written, bytes(about), size(about)) == 1 &&
            EVP_EncryptUpdate(cipher.get(), bytes(hidden), &written, bytes(plain), size(plain)) == 1 &&
            EVP_EncryptFinal_ex(cipher.get(), bytes(tag), &written) == 1 &&
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, tag.data()) == 1);
    return std::string{nonce} + hidden + tag;
}

std::optional<std::string> open(std::string_view key, std::string_view sealed, std::string_view about) {
    if (sealed.size() < nonce_size + tag_size) return std::nullopt;
    const auto hidden = sealed.substr(nonce_size, sealed.size() - nonce_size - tag_size);
    std::string tag{sealed.substr(sealed.size() - tag_size)};
    const auto cipher = made(EVP_CIPHER_CTX_new());
    std::string plain(hidden.size(), '\0');
    int written = 0;
    require(EVP_DecryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), bytes(key), bytes(sealed), nullptr) == 1 &&
            EVP_DecryptUpdate(cipher.get(), nullptr, &written, bytes(about), size(about)) == 1 &&
            EVP_DecryptUpdate(cipher.get(), bytes(plain), &written, bytes(hidden), size(hidden)) == 1 &&
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1);
    unsigned char none[EVP_MAX_BLOCK_LENGTH];
    if (EVP_DecryptFinal_ex(cipher.get(), none, &written) != 1) return std::nullopt;
    return plain;
}

}  // namespace host::aes_gcm
