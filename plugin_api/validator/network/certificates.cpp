#include "validator/network/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <unistd.h>

#include <atomic>
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

void add_verbatim_dns_name(X509* certificate, const std::string& dns_name) {
    auto* const text = ASN1_IA5STRING_new();
    auto* const name = GENERAL_NAME_new();
    auto* const names = GENERAL_NAMES_new();
    must(ASN1_STRING_set(text, dns_name.data(), static_cast<int>(dns_name.size())) == 1);
    GENERAL_NAME_set0_value(name, GEN_DNS, text);
    must(sk_GENERAL_NAME_push(names, name) == 1 &&
         X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1);
    GENERAL_NAMES_free(names);
}

// Above 4096 bits of two primes that everybody knows, 2^4253 - 1 and 2^4423 - 1: to find some takes many seconds.
EVP_PKEY* make_largest_rsa_key() {
    auto* const context = BN_CTX_new();
    BN_CTX_start(context);
    BIGNUM *p = BN_CTX_get(context), *q = BN_CTX_get(context), *n = BN_CTX_get(context), *e = BN_CTX_get(context),
           *d = BN_CTX_get(context), *phi = BN_CTX_get(context);
    must(BN_set_bit(p, 4253) && BN_sub_word(p, 1) && BN_set_bit(q, 4423) && BN_sub_word(q, 1) &&
         BN_mul(n, p, q, context) && BN_set_word(e, RSA_F4));
    must(BN_sub(phi, n, p) && BN_sub(phi, phi, q) && BN_add_word(phi, 1) && BN_mod_inverse(d, e, phi, context));
    auto* const build = OSSL_PARAM_BLD_new();
    must(OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) && OSSL_PARAM_BLD_push_BN(build, "e", e) &&
         OSSL_PARAM_BLD_push_BN(build, "d", d));
    auto* const parameters = OSSL_PARAM_BLD_to_param(build);
    auto* const making = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
    EVP_PKEY* key = nullptr;
    must(EVP_PKEY_fromdata_init(making) == 1 && EVP_PKEY_fromdata(making, &key, EVP_PKEY_KEYPAIR, parameters) == 1);
    EVP_PKEY_CTX_free(making);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(build);
    BN_CTX_end(context);
    BN_CTX_free(context);
    return key;
}

EVP_PKEY* make_key(int rsa_bits) {
    if (rsa_bits == 0) return EVP_EC_gen("P-256");
    return rsa_bits > 4096 ? make_largest_rsa_key() : EVP_RSA_gen(static_cast<unsigned>(rsa_bits));
}

// Not yet signed.
credentials blank(const certificate_text& text) {
    static std::atomic<long> serial{0};
    credentials out{decltype(credentials::key){make_key(text.rsa_bits)},
                    decltype(credentials::certificate){X509_new()}};
    auto* const certificate = out.certificate.get();
    must(out.key && X509_set_version(certificate, X509_VERSION_3) == 1 &&
         ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), text.begins.count()) &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), text.ends.count()) &&
         X509_set_pubkey(certificate, out.key.get()) == 1);
    const auto* const common_name = reinterpret_cast<const unsigned char*>(text.common_name.c_str());
    if (!text.common_name.empty())
        must(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, common_name, -1, -1,
                                        0) == 1);
    return out;
}

void describe(X509* certificate, X509* issuer, const certificate_text& text) {
    if (text.is_authority) {
        extend(certificate, issuer, NID_basic_constraints, "critical,CA:TRUE");
        extend(certificate, issuer, NID_key_usage, "critical,keyCertSign");
        return;
    }
    // RFC 5280: without a subject the names are critical.
    if (!text.verbatim_dns_name.empty())
        add_verbatim_dns_name(certificate, text.verbatim_dns_name);
    else if (!text.names.empty())
        extend(certificate, issuer, NID_subject_alt_name, (text.common_name.empty() ? "critical," : "") + text.names);
    extend(certificate, issuer, NID_ext_key_usage, text.usage);
}

}  // namespace

credentials make_certificate(const certificate_text& text, const credentials* issuer) {
    auto out = blank(text);
    const auto& by = issuer ? *issuer : out;
    auto* const certificate = out.certificate.get();
    must(X509_set_issuer_name(certificate, X509_get_subject_name(by.certificate.get())) == 1);
    describe(certificate, by.certificate.get(), text);
    must(X509_sign(certificate, by.key.get(), EVP_get_digestbyname(text.digest)) > 0);
    return out;
}

certificate_authority::certificate_authority()
    : self_{make_certificate({.common_name = "authority of a test", .is_authority = true}, nullptr)} {
    pem_file_ = (std::filesystem::temp_directory_path() / "authority-XXXXXX").string();
    auto* const file = ::fdopen(::mkstemp(pem_file_.data()), "w");
    must(file && PEM_write_X509(file, self_.certificate.get()) == 1 && std::fclose(file) == 0);
}

certificate_authority::~certificate_authority() { std::filesystem::remove(pem_file_); }
