#include "web/tls_files.hpp"

#include "config_file.hpp"
#include "support/catch.hpp"
#include "tls_identity.hpp"

using namespace host;
using Catch::Matchers::StartsWith;

namespace {

// The message, without the folders.
std::string refusal_of(const tls_files& files) {
    try {
        load_tls(files);
    } catch (const config_error& why) {
        const std::string text{why.what()}, file = text.substr(0, text.find(": "));
        return std::filesystem::path{file}.filename().string() + text.substr(file.size());
    }
    return "none";
}

std::string encrypted_key() {
    const auto made = make_certificate({}, nullptr);
    const std::unique_ptr<BIO, decltype(&BIO_free)> out{BIO_new(BIO_s_mem()), BIO_free};
    char passphrase[] = "secret";
    PEM_write_bio_PrivateKey(out.get(), made.key.get(), EVP_aes_128_cbc(), nullptr, 0, nullptr, passphrase);
    char* text = nullptr;
    const auto size = BIO_ctrl(out.get(), BIO_CTRL_INFO, 0, &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

TEST_CASE("a certificate and its key are taken", "[tls_files]") {
    const tls_identity ours, rsa{{.rsa_bits = 2048}};
    CHECK(load_tls(ours.files()) != nullptr);
    CHECK(load_tls(rsa.files()) != nullptr);
}

TEST_CASE("a file that cannot be used is named, with the reason", "[tls_files]") {
    const tls_identity ours, other, weak{{.rsa_bits = 1024}};
    const temporary_folder folder;
    const auto own = [&](const std::string& name, const std::string& content) {
        auto file = folder.write(name, content);
        ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
        return file;
    };
    const auto& [certificate, key] = ours.files();
    CHECK(refusal_of({"/nowhere/cert.pem", key}) == "cert.pem: cannot be read: No such file or directory");
    CHECK(refusal_of({certificate, "/nowhere/key.pem"}) == "key.pem: cannot be read: No such file or directory");
    CHECK(refusal_of({folder.path().string(), key}).ends_with(": is no file"));
    CHECK(refusal_of({own("empty.pem", ""), key}) == "empty.pem: has no certificate in PEM format");
    CHECK(refusal_of({key, key}) == "key.pem: has no certificate in PEM format");
    CHECK(refusal_of({certificate, own("no.pem", "x")}) == "no.pem: has no private key in PEM format");
    CHECK(refusal_of({certificate, own("encrypted.pem", encrypted_key())}) ==
          "encrypted.pem: the key is encrypted: give one without a passphrase");
    CHECK(refusal_of({certificate, other.files().key}) ==
          "key.pem: is not the key of " + certificate + ": key values mismatch");
    CHECK(refusal_of(weak.files()) == "cert.pem: the certificate is not accepted: ee key too small");
}

TEST_CASE("a key that others may read is refused", "[tls_files]") {
    const tls_identity ours;
    const auto mode = GENERATE(S_IRUSR | S_IRGRP, S_IRUSR | S_IROTH, S_IRUSR | S_IWGRP);
    ::chmod(ours.files().key.c_str(), static_cast<mode_t>(mode));
    CHECK(refusal_of(ours.files()) == "key.pem: others than its owner have access to this key: chmod 600 it");
}
