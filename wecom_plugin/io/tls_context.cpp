#include "io/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <sys/stat.h>

#include <filesystem>

namespace wecom {
namespace {

// Debian and Alpine, Red Hat, SUSE, BSD-like layouts.
constexpr const char* system_stores[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                         "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

bool load(SSL_CTX* context, const char* file) {
    const bool loaded = SSL_CTX_load_verify_file(context, file) == 1;
    ERR_clear_error();
    return loaded;
}

bool load_system_store(SSL_CTX* context) {
    std::error_code ignored;
    for (const auto* file : system_stores)
        if (std::filesystem::exists(file, ignored) && load(context, file)) return true;
    return false;
}

// OpenSSL looks into an authority when it is first needed, and if it has no memory at that moment the authority is no
// good for the life of the context: so it is looked into here, where a failure can be told.
bool every_authority_is_usable(SSL_CTX* context) {
    bool all = true;
    auto* const objects = X509_STORE_get0_objects(SSL_CTX_get_cert_store(context));
    for (int i = 0; i < sk_X509_OBJECT_num(objects); ++i)
        if (auto* const one = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i)))
            all = X509_check_purpose(one, -1, 0) == 1 && X509_get0_pubkey(one) && all;
    ERR_clear_error();
    return all;
}

}  // namespace

result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const std::string& ca_file) {
    // Asio would go on with a context that OpenSSL has no memory for.
    ERR_clear_error();
    auto* const native = SSL_CTX_new(TLS_client_method());
    const bool complete = native && ERR_peek_error() == 0;
    ERR_clear_error();
    if (!complete) {
        SSL_CTX_free(native);
        return error{.code = errc::no_memory,
                     .detail = "OpenSSL cannot start: it has no memory, or this system has no randomness"};
    }
    auto context = std::make_shared<boost::asio::ssl::context>(native);
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_security_level(native, 2);
    // Of TLS 1.2 what keeps a recorded conversation secret for the future, and nothing that is known to be weak.
    SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_read_ahead(native, 1);  // one system call a record instead of two
    // Sessions are kept by those who know which server they are of.
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    X509_VERIFY_PARAM_set_hostflags(SSL_CTX_get0_param(native), host_comparison);

    if (!ca_file.empty() && !(load(native, ca_file.c_str()) && every_authority_is_usable(native)))
        return error{.code = errc::ca_file,
                     .detail = "/network/ca_file: " + ca_file +
                               " cannot be read, has no certificate in PEM form, or one that OpenSSL cannot use"};
    const bool system = load_system_store(native);
    every_authority_is_usable(native);  // which of the system's are not is not for us to say
    if (!system && ca_file.empty())
        return error{.code = errc::ca_file,
                     .detail =
                         "this system has no store of certificate authorities: install ca-certificates, or set "
                         "/network/ca_file"};
    return context;
}

std::string trust_sources(const std::string& ca_file) {
    std::string out = ca_file;
    const auto add = [&out](const char* file) {
        struct stat is {};
        if (::stat(file, &is) != 0) return;
        for (const auto part : {is.st_dev, is.st_ino, static_cast<ino_t>(is.st_size),
                                static_cast<ino_t>(is.st_mtim.tv_sec), static_cast<ino_t>(is.st_mtim.tv_nsec)})
            out += ' ' + std::to_string(part);
    };
    for (const auto* file : system_stores)
        add(file);
    if (!ca_file.empty()) add(ca_file.c_str());
    return out;
}

}  // namespace wecom
