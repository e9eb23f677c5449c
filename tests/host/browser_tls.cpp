#include "browser.hpp"
#include "support/catch.hpp"
#include "surroundings.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <thread>

using namespace host;
namespace asio = boost::asio;

namespace {

// A self-signed certificate with its key, as one PEM text.
std::string certificate_for(const char* names) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> made{X509_new(), X509_free};
    X509_set_version(made.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), key.get());
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension{
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names), X509_EXTENSION_free};
    X509_add_ext(made.get(), extension.get(), -1);
    X509_sign(made.get(), key.get(), EVP_sha256());

    const std::unique_ptr<BIO, decltype(&BIO_free)> out{BIO_new(BIO_s_mem()), BIO_free};
    PEM_write_bio_X509(out.get(), made.get());
    PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::string pem(8192, '\0');
    pem.resize(static_cast<std::size_t>(BIO_read(out.get(), pem.data(), static_cast<int>(pem.size()))));
    return pem;
}

// Answers one connection with "hi", if the other side likes its certificate.
class tls_server {
public:
    explicit tls_server(const std::string& certificate) {
        context_.use_certificate_chain(asio::buffer(certificate));
        context_.use_private_key(asio::buffer(certificate), asio::ssl::context::pem);
        thread_ = std::thread{[this] { answer_one(); }};
    }
    ~tls_server() { thread_.join(); }

    std::string url() const { return "https://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/"; }

private:
    void answer_one() {
        asio::ssl::stream<asio::ip::tcp::socket> line{acceptor_.accept(), context_};
        boost::system::error_code refused;
        line.handshake(asio::ssl::stream_base::server, refused);
        if (refused) return;
        std::string asked(4096, '\0');
        line.read_some(asio::buffer(asked));
        asio::write(line, asio::buffer(std::string{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"}));
    }

    asio::io_context loop_;
    asio::ip::tcp::acceptor acceptor_{loop_, {asio::ip::make_address("127.0.0.1"), 0}};
    asio::ssl::context context_{asio::ssl::context::tls_server};
    std::thread thread_;
};

}  // namespace

TEST_CASE("a browser talks to a server whose certificate it was given", "[browser]") {
    const auto certificate = certificate_for("IP:127.0.0.1");
    const temporary_folder folder;
    const tls_server server{certificate};
    browser person{{.ca_file = folder.write("ca.pem", certificate)}};
    CHECK(person.get(server.url()).body == "hi");
}

TEST_CASE("T23: a browser refuses a certificate of unknown origin or for another name", "[browser]") {
    const auto names = GENERATE(as<std::string>{}, "IP:127.0.0.1", "IP:127.0.0.2", "DNS:localhost");
    const auto certificate = certificate_for(names.c_str());
    const temporary_folder folder;
    const tls_server server{certificate};
    const bool right_name = names == "IP:127.0.0.1";
    browser person{{.ca_file = right_name ? "" : folder.write("ca.pem", certificate)}};
    INFO(names);
    CHECK_THROWS_WITH(person.get(server.url()), server.url() + ": certificate verify failed (SSL routines)");
}
