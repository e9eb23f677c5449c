#include "core/seal.hpp"

#include "core/encoding.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <atomic>
#include <memory>
#include <new>
#include <stdexcept>

namespace wecom {
namespace {

constexpr std::string_view plugin_id = "org.idpplugin.wecom";
constexpr std::size_t key_size = 32;
constexpr std::size_t tag_size = 16;

using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// OpenSSL fails here only without memory or without its default provider.
void require(bool done) {
    if (!done) throw std::bad_alloc{};
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Fetched once for the life of the process: a fetch for every use costs more than the use.
const EVP_CIPHER* aes_256_gcm() {
    static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    require(cipher != nullptr);
    return cipher;
}
const EVP_MD* sha_256() {
    static EVP_MD* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    require(digest != nullptr);
    return digest;
}

secret derived_key(const secret& seal_key, std::string_view label) {
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr), &EVP_KDF_free};
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context{EVP_KDF_CTX_new(kdf.get()),
                                                                            &EVP_KDF_CTX_free};
    char digest[] = "SHA256";
    std::string key{seal_key.reveal()}, info{label};
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key.data(), key.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
        OSSL_PARAM_construct_end(),
    };
    std::string out(key_size, '\0');
    const bool done = context && EVP_KDF_derive(context.get(), bytes(out), out.size(), parameters) == 1;
    const secret wiped{std::move(key)};
    require(done);
    return secret{std::move(out)};
}

// Label, plugin id and name, with a separator that none contains.
std::string associated_data(const std::string& label, std::string_view name) {
    std::string out;
    out.reserve(label.size() + plugin_id.size() + name.size() + 2);
    out.append(label).append(1, '\n').append(plugin_id);
    if (!name.empty()) out.append(1, '\n').append(name);
    return out;
}

template <class Update>
bool read_about(Update update, EVP_CIPHER_CTX* context, const std::string& text) {
    int size = 0;
    return update(context, nullptr, &size, bytes(std::string_view{text}), static_cast<int>(text.size())) == 1;
}

}  // namespace

sha256_digest sha256(std::string_view text) {
    sha256_digest out{};
    require(EVP_Digest(text.data(), text.size(), out.data(), nullptr, sha_256(), nullptr) == 1);
    return out;
}

std::string short_hash(std::string_view text) {
    if (text.empty()) return {};
    const auto digest = sha256(text);
    return std::string{bytes_of(digest).substr(0, 16)};
}

// A key and a context that is ready for it, since to make one costs more than to open a grant. Who uses it takes it
// away, so that nobody waits: who finds none makes another.
class sealer::key {
public:
    explicit key(secret value) : value_{std::move(value)} {}
    ~key() { EVP_CIPHER_CTX_free(ready_.load()); }
    key(const key&) = delete;

    template <class Init>
    cipher_context begin(Init init, std::string_view nonce) const {
        cipher_context out{ready_.exchange(nullptr), &EVP_CIPHER_CTX_free};
        if (!out) {
            out.reset(EVP_CIPHER_CTX_new());
            require(out && init(out.get(), aes_256_gcm(), bytes(value_.reveal()), nullptr, nullptr) == 1);
        }
        require(init(out.get(), nullptr, nullptr, bytes(nonce), nullptr) == 1);
        return out;
    }
    void end(cipher_context used) const {
        EVP_CIPHER_CTX* nothing = nullptr;
        if (ready_.compare_exchange_strong(nothing, used.get())) (void)used.release();
    }

    std::optional<secret> open(const std::string& about, std::string_view sealed) const {
        auto context = begin(EVP_DecryptInit_ex2, sealed.substr(0, nonce_size));
        const auto body = sealed.substr(nonce_size, sealed.size() - nonce_size - tag_size);
        std::string tag{sealed.substr(sealed.size() - tag_size)}, plain(body.size(), '\0');
        int size = 0;
        require(read_about(EVP_DecryptUpdate, context.get(), about) &&
                EVP_DecryptUpdate(context.get(), bytes(plain), &size, bytes(body), static_cast<int>(body.size())) ==
                    1 &&
                EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1);
        secret out{std::move(plain)};
        unsigned char none[tag_size];
        const bool genuine = EVP_DecryptFinal_ex(context.get(), none, &size) == 1;
        end(std::move(context));
        return genuine ? std::optional{std::move(out)} : std::nullopt;
    }

private:
    const secret value_;
    mutable std::atomic<EVP_CIPHER_CTX*> ready_{nullptr};
};

sealer::sealer(std::string_view label, const std::vector<secret>& seal_keys) : label_{label} {
    for (const auto& one : seal_keys)
        keys_.push_back(std::make_shared<const key>(derived_key(one, label)));
}

std::string sealer::seal(std::string_view plain, std::string_view nonce, std::string_view name) const {
    if (nonce.size() != nonce_size) throw std::runtime_error{"a nonce has 12 bytes"};
    auto context = keys_.front()->begin(EVP_EncryptInit_ex2, nonce);
    std::string out{nonce};
    out.resize(nonce_size + plain.size() + tag_size);
    auto* const body = bytes(out) + nonce_size;
    int size = 0;
    require(read_about(EVP_EncryptUpdate, context.get(), associated_data(label_, name)) &&
            EVP_EncryptUpdate(context.get(), body, &size, bytes(plain), static_cast<int>(plain.size())) == 1 &&
            EVP_EncryptFinal_ex(context.get(), body + size, &size) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, body + plain.size()) == 1);
    keys_.front()->end(std::move(context));
    return base64url_encode(out);
}

std::optional<secret> sealer::open(std::string_view sealed_bytes, std::string_view name) const {
    if (sealed_bytes.size() < nonce_size + tag_size) return std::nullopt;
    const auto about = associated_data(label_, name);
    for (const auto& one : keys_)
        if (auto plain = one->open(about, sealed_bytes)) return plain;
    return std::nullopt;
}

}  // namespace wecom
