#pragma once

#include "surroundings.hpp"
#include "validator/network/certificates.hpp"
#include "web/tls_files.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <sys/stat.h>

namespace host {

// The certificate of a host under test and its key, as the files that an administrator would have.
class tls_identity {
public:
    explicit tls_identity(const certificate_text& text = {}) {
        const auto made = authority_.issue(text);
        write(files_.certificate, [&](BIO* to) { return PEM_write_bio_X509(to, made.certificate.get()); });
        write(files_.key, [&](BIO* to) {
            return PEM_write_bio_PrivateKey(to, made.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        ::chmod(files_.key.c_str(), S_IRUSR);
    }

    const tls_files& files() const { return files_; }
    const std::string& authority_file() const { return authority_.pem_file(); }

    // For clients that believe this authority alone.
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> client() const {
        std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> out{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
        SSL_CTX_load_verify_file(out.get(), authority_file().c_str());
        SSL_CTX_set_verify(out.get(), SSL_VERIFY_PEER, nullptr);
        return out;
    }

private:
    template <class Writer>
    static void write(const std::string& file, Writer writer) {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out{BIO_new_file(file.c_str(), "w"), BIO_free};
        if (writer(out.get()) != 1) throw std::runtime_error{file + " cannot be written"};
    }

    certificate_authority authority_;
    temporary_folder folder_;
    const tls_files files_{(folder_.path() / "cert.pem").string(), (folder_.path() / "key.pem").string()};
};

}  // namespace host
