#include "web/tls_files.hpp"

#include "config_file.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace host {
namespace {

struct openssl_free {
    void operator()(BIO* file) const { BIO_free(file); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};
template <class T>
using owned = std::unique_ptr<T, openssl_free>;

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
    ERR_clear_error();
    throw config_error{file + ": " + why};
}

std::string openssl_reason() {
    const auto* said = ERR_reason_error_string(ERR_peek_last_error());
    return said ? said : "no reason given";
}

// The key goes from the file to OpenSSL, which wipes it; it is in no buffer of ours.
owned<BIO> open_file(const std::string& file, bool is_secret) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) refuse(file, std::string{"cannot be read: "} + std::strerror(errno));
    owned<BIO> out{BIO_new_fd(descriptor, BIO_CLOSE)};
    struct stat what {};
    if (::fstat(descriptor, &what) != 0 || !S_ISREG(what.st_mode)) refuse(file, "is no file");
    if (is_secret && (what.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        refuse(file, "others than its owner have access to this key: chmod 600 it");
    return out;
}

int note_that_it_is_encrypted(char*, int, int, void* encrypted) {
    *static_cast<bool*>(encrypted) = true;
    return -1;
}

owned<EVP_PKEY> read_key(const std::string& file) {
    const auto in = open_file(file, true);
    bool encrypted = false;
    owned<EVP_PKEY> out{PEM_read_bio_PrivateKey(in.get(), nullptr, &note_that_it_is_encrypted, &encrypted)};
    if (encrypted) refuse(file, "the key is encrypted: give one without a passphrase");
    if (!out) refuse(file, "has no private key in PEM format");
    return out;
}

void use_certificates(SSL_CTX* context, const std::string& file) {
    const auto in = open_file(file, false);
    const owned<X509> own{PEM_read_bio_X509_AUX(in.get(), nullptr, nullptr, nullptr)};
    if (!own) refuse(file, "has no certificate in PEM format");
    if (SSL_CTX_use_certificate(context, own.get()) != 1)
        refuse(file, "the certificate is not accepted: " + openssl_reason());
    while (const owned<X509> other{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)})
        if (SSL_CTX_add1_chain_cert(context, other.get()) != 1)
            refuse(file, "a certificate of the chain is not accepted: " + openssl_reason());
    ERR_clear_error();  // the end of the file is one
}

}  // namespace

std::shared_ptr<SSL_CTX> load_tls(const tls_files& from) {
    std::shared_ptr<SSL_CTX> out{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
    auto* const context = out.get();
    if (!context || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        throw std::runtime_error{"OpenSSL gives no TLS context: " + openssl_reason()};
    SSL_CTX_set_security_level(context, 2);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // most connections are idle
    use_certificates(context, from.certificate);
    const auto key = read_key(from.key);
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        refuse(from.key, "is not the key of " + from.certificate + ": " + openssl_reason());
    return out;
}

}  // namespace host
