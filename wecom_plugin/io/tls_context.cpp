#include "io/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

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

}  // namespace

result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const std::string& ca_file) {
    auto context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_client);
    auto* const native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_security_level(native, 2);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    X509_VERIFY_PARAM_set_hostflags(SSL_CTX_get0_param(native),
                                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);

    const bool system = load_system_store(native);
    if (!ca_file.empty() && !load(native, ca_file.c_str()))
        return error{.code = errc::ca_file,
                     .detail = "/network/ca_file: " + ca_file + " cannot be read, or has no certificate in PEM form"};
    if (!system && ca_file.empty())
        return error{.code = errc::ca_file,
                     .detail =
                         "this system has no store of certificate authorities: install ca-certificates, or set "
                         "/network/ca_file"};
    return context;
}

}  // namespace wecom
