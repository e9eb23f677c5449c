#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <string>

struct openssl_free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};

// A certificate and its key.
struct credentials {
    std::unique_ptr<EVP_PKEY, openssl_free> key;
    std::unique_ptr<X509, openssl_free> certificate;
};

// What a certificate says: good for a server on this machine, if nothing else is asked.
struct certificate_text {
    std::string names = "DNS:localhost, IP:127.0.0.1";  // as openssl.cnf writes subjectAltName; may be empty
    std::string common_name = "server";
    std::chrono::seconds begins{-3600}, ends{3600};  // from now
    std::string usage = "serverAuth";
};

// An authority of this test's own. Its certificate is in a file as long as it lives.
class certificate_authority {
public:
    certificate_authority();
    ~certificate_authority();
    certificate_authority(const certificate_authority&) = delete;

    const std::string& pem_file() const { return pem_file_; }
    credentials issue(const certificate_text& text = {}) const;

private:
    credentials self_;
    std::string pem_file_;
};
