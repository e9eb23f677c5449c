#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <string>

struct openssl_free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(STACK_OF(X509) * certificates) const { sk_X509_pop_free(certificates, &X509_free); }
};

// A certificate and its key.
struct credentials {
    std::unique_ptr<EVP_PKEY, openssl_free> key;
    std::unique_ptr<X509, openssl_free> certificate;
};

// What a certificate says: good for a server on this machine, if nothing else is asked.
struct certificate_text {
    std::string names = "DNS:localhost, IP:127.0.0.1";  // as openssl.cnf writes subjectAltName; may be empty
    std::string common_name = "server";                 // empty: the certificate has no subject
    std::chrono::seconds begins{-3600}, ends{3600};     // from now
    std::string usage = "serverAuth";
    bool is_authority = false;        // may issue others
    int rsa_bits = 0;                 // 0: an elliptic curve
    const char* digest = "SHA256";    // of the signature
    std::string verbatim_dns_name{};  // a name that openssl.cnf cannot write, in place of `names`
};

// Signed by the issuer, or by itself without one.
credentials make_certificate(const certificate_text& text, const credentials* issuer);

// An authority of this test's own. Its certificate is in a file as long as it lives.
class certificate_authority {
public:
    certificate_authority();
    ~certificate_authority();
    certificate_authority(const certificate_authority&) = delete;

    const std::string& pem_file() const { return pem_file_; }
    credentials issue(const certificate_text& text = {}) const { return make_certificate(text, &self_); }

private:
    credentials self_;
    std::string pem_file_;
};
