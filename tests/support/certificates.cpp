#include "support/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace {

void must(bool done) {
    if (!done) throw std::runtime_error{"OpenSSL cannot make a certificate"};
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& text) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, text.c_str());
    must(extension && X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

// Not yet signed.
credentials blank(const certificate_text& text) {
    static long serial = 0;
    credentials out{decltype(credentials::key){EVP_EC_gen("P-256")}, decltype(credentials::certificate){X509_new()}};
    auto* const certificate = out.certificate.get();
    auto* const name = X509_get_subject_name(certificate);
    const auto* const common_name = reinterpret_cast<const unsigned char*>(text.common_name.c_str());
    must(out.key && X509_set_version(certificate, X509_VERSION_3) == 1 &&
         ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), text.begins.count()) &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), text.ends.count()) &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, common_name, -1, -1, 0) == 1 &&
         X509_set_pubkey(certificate, out.key.get()) == 1);
    return out;
}

}  // namespace

certificate_authority::certificate_authority() : self_{blank({.common_name = "authority of a test"})} {
    auto* const certificate = self_.certificate.get();
    must(X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1);
    extend(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate, certificate, NID_key_usage, "critical,keyCertSign");
    must(X509_sign(certificate, self_.key.get(), EVP_sha256()) > 0);

    pem_file_ = (std::filesystem::temp_directory_path() / "authority-XXXXXX").string();
    auto* const file = ::fdopen(::mkstemp(pem_file_.data()), "w");
    must(file && PEM_write_X509(file, certificate) == 1 && std::fclose(file) == 0);
}

certificate_authority::~certificate_authority() { std::filesystem::remove(pem_file_); }

credentials certificate_authority::issue(const certificate_text& text) const {
    auto out = blank(text);
    auto* const certificate = out.certificate.get();
    auto* const issuer = self_.certificate.get();
    must(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1);
    if (!text.names.empty()) extend(certificate, issuer, NID_subject_alt_name, text.names);
    extend(certificate, issuer, NID_ext_key_usage, text.usage);
    must(X509_sign(certificate, self_.key.get(), EVP_sha256()) > 0);
    return out;
}
