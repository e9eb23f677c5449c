#include "certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace simulator {

namespace fs = std::filesystem;

namespace {

struct release {
    void operator()(X509* p) const { X509_free(p); }
    void operator()(X509_STORE* p) const { X509_STORE_free(p); }
    void operator()(X509_STORE_CTX* p) const { X509_STORE_CTX_free(p); }
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
    void operator()(BIGNUM* p) const { BN_free(p); }
    void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
};
using certificate = std::unique_ptr<X509, release>;
using private_key = std::unique_ptr<EVP_PKEY, release>;
using memory = std::unique_ptr<BIO, release>;

constexpr const char* host_names[] = {"qyapi.weixin.qq.com", "open.weixin.qq.com", "login.work.weixin.qq.com",
                                      "open.work.weixin.qq.com", "localhost"};
constexpr const char* loopback = "127.0.0.1";
constexpr std::chrono::days validity{825};  // the most that some clients accept

void demand(bool done) {
    if (!done) throw std::runtime_error(std::string("OpenSSL refused: ") + ERR_error_string(ERR_get_error(), nullptr));
}

std::string subject_alternative_names() {
    std::string list = std::string("IP:") + loopback;
    for (auto name : host_names)
        list += std::string(",DNS:") + name;
    return list;
}

void extend(X509* subject, X509* issuer, int id, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, subject, nullptr, nullptr, 0);
    std::unique_ptr<X509_EXTENSION, release> extension(X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
    demand(extension && X509_add_ext(subject, extension.get(), -1));
}

certificate make_unsigned(const std::string& common_name, EVP_PKEY* key, time_point now) {
    certificate made(X509_new());
    std::unique_ptr<BIGNUM, release> serial(BN_new());
    auto text = reinterpret_cast<const unsigned char*>(common_name.c_str());
    demand(made && serial && X509_set_version(made.get(), X509_VERSION_3));
    demand(BN_rand(serial.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY));
    demand(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(made.get())));
    demand(
        X509_NAME_add_entry_by_NID(X509_get_subject_name(made.get()), NID_commonName, MBSTRING_UTF8, text, -1, -1, 0));
    auto from = std::chrono::system_clock::to_time_t(now - std::chrono::days(1));
    auto until = std::chrono::system_clock::to_time_t(now + validity);
    demand(ASN1_TIME_set(X509_getm_notBefore(made.get()), from) &&
           ASN1_TIME_set(X509_getm_notAfter(made.get()), until));
    demand(X509_set_pubkey(made.get(), key));
    return made;
}

certificate make_authority(EVP_PKEY* key, time_point now) {
    auto made = make_unsigned("WeCom simulator CA", key, now);
    demand(X509_set_issuer_name(made.get(), X509_get_subject_name(made.get())));
    extend(made.get(), made.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    extend(made.get(), made.get(), NID_key_usage, "critical,keyCertSign");
    extend(made.get(), made.get(), NID_subject_key_identifier, "hash");
    demand(X509_sign(made.get(), key, EVP_sha256()) > 0);
    return made;
}

certificate make_leaf(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key, time_point now) {
    auto made = make_unsigned(host_names[0], key, now);
    demand(X509_set_issuer_name(made.get(), X509_get_subject_name(authority)));
    extend(made.get(), authority, NID_basic_constraints, "critical,CA:FALSE");
    extend(made.get(), authority, NID_key_usage, "critical,digitalSignature");
    extend(made.get(), authority, NID_ext_key_usage, "serverAuth");
    extend(made.get(), authority, NID_subject_alt_name, subject_alternative_names());
    extend(made.get(), authority, NID_subject_key_identifier, "hash");
    extend(made.get(), authority, NID_authority_key_identifier, "keyid:always");
    demand(X509_sign(made.get(), authority_key, EVP_sha256()) > 0);
    return made;
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

certificate load_certificate(const fs::path& path) {
    auto text = read_file(path);
    memory in(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    return certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
}

private_key load_key(const fs::path& path) {
    auto text = read_file(path);
    memory in(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    return private_key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
}

bool signed_by(X509* leaf, X509* authority, time_point when) {
    std::unique_ptr<X509_STORE, release> store(X509_STORE_new());
    std::unique_ptr<X509_STORE_CTX, release> context(X509_STORE_CTX_new());
    X509_STORE_add_cert(store.get(), authority);
    X509_STORE_CTX_init(context.get(), store.get(), leaf, nullptr);
    X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()), std::chrono::system_clock::to_time_t(when));
    return X509_verify_cert(context.get()) == 1;
}

bool usable(const certificate_files& files, time_point now) {
    if (!fs::exists(files.ca) || !fs::exists(files.chain) || !fs::exists(files.key)) return false;
    auto authority = load_certificate(files.ca);
    auto leaf = load_certificate(files.chain);
    auto key = load_key(files.key);
    bool fit = authority && leaf && key && X509_check_private_key(leaf.get(), key.get()) == 1 &&
               signed_by(leaf.get(), authority.get(), now) &&
               signed_by(leaf.get(), authority.get(), now + std::chrono::days(1)) &&
               X509_check_ip_asc(leaf.get(), loopback, 0) == 1 && std::ranges::all_of(host_names, [&](auto name) {
                   return X509_check_host(leaf.get(), name, 0, 0, nullptr) == 1;
               });
    ERR_clear_error();
    return fit;
}

void write_file(const fs::path& path, BIO* content, fs::perms permissions) {
    char* data = nullptr;
    auto size = BIO_get_mem_data(content, &data);
    fs::remove(path);
    std::ofstream out(path, std::ios::binary);
    fs::permissions(path, permissions);
    out.write(data, size);
    out.close();
    if (!out) throw std::runtime_error("cannot write " + path.string());
}

void write_certificate(const fs::path& path, X509* what) {
    memory out(BIO_new(BIO_s_mem()));
    demand(PEM_write_bio_X509(out.get(), what));
    write_file(path, out.get(),
               fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read);
}

}  // namespace

certificate_files prepare_certificates(const fs::path& folder, time_point now) {
    fs::create_directories(folder);
    certificate_files files{folder / "ca.pem", folder / "server.pem", folder / "server.key"};
    if (usable(files, now)) return files;

    private_key authority_key(EVP_EC_gen("P-256"));
    private_key key(EVP_EC_gen("P-256"));
    demand(authority_key && key);
    auto authority = make_authority(authority_key.get(), now);
    auto leaf = make_leaf(key.get(), authority.get(), authority_key.get(), now);
    memory out(BIO_new(BIO_s_mem()));
    demand(PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr));
    write_file(files.key, out.get(), fs::perms::owner_read | fs::perms::owner_write);
    write_certificate(files.chain, leaf.get());
    write_certificate(files.ca, authority.get());
    return files;
}

}  // namespace simulator
