#include "io/connection.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <optional>

namespace wecom {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t largest_header = 16 * 1024;
constexpr std::size_t largest_body = 256 * 1024;
constexpr std::size_t largest_read = 32 * 1024;
constexpr int most_interim_answers = 8;

using response_parser = http::response_parser<http::string_body>;

error network_error(errc code, std::string phase, error_code ec) {
    if (ec == beast::error::timeout)
        return {.code = errc::deadline, .detail = "WeCom did not answer in time (" + phase + ")"};
    if (ec == asio::error::operation_aborted) return {.code = errc::cancelled};
    return {.code = code, .detail = phase + ": " + ec.message()};
}

// Why a handshake failed. Nothing was sent yet that a server could have acted on.
error handshake_error(SSL* tls, const std::string& host, error_code ec) {
    const auto verified = SSL_get_verify_result(tls);
    if (verified == X509_V_ERR_HOSTNAME_MISMATCH || verified == X509_V_ERR_IP_ADDRESS_MISMATCH)
        return {.code = errc::tls_host,
                .detail = "the certificate is not that of " + host +
                          ": something stands between this server and WeCom, or the base address is wrong"};
    if (verified != X509_V_OK)
        return {.code = errc::tls_cert,
                .detail = "the certificate of " + host + " is not trusted (" + X509_verify_cert_error_string(verified) +
                          "): if a proxy of your own stands between, add its authority as ca_file"};
    const bool spoke = ec.category() == asio::error::get_ssl_category();
    return network_error(spoke ? errc::tls_proto : errc::net, "TLS handshake with " + host, ec);
}

errc code_of(error_code ec) {
    if (ec == http::error::body_limit || ec == http::error::header_limit || ec == http::error::buffer_overflow)
        return errc::too_large;
    const bool http_says = ec.category() == make_error_code(http::error::bad_version).category();
    return http_says && ec != http::error::end_of_stream && ec != http::error::partial_message ? errc::http_proto
                                                                                               : errc::net;
}

// What Beast lets pass and we do not: framing that two readers could see differently, and encodings nobody asked for.
std::optional<std::string_view> unacceptable(const response_parser::value_type& answer) {
    if (answer.version() != 11 && answer.version() != 10) return "an unknown HTTP version";
    const auto encodings = answer.equal_range(http::field::content_encoding);
    for (auto field = encodings.first; field != encodings.second; ++field)
        if (!beast::iequals(field->value(), "identity")) return "a content encoding that was not asked for";
    const auto length = answer[http::field::content_length];
    if (answer.count(http::field::content_length) > 1 || length.find_first_not_of("0123456789") != length.npos)
        return "a list of lengths";
    const auto codings = answer.count(http::field::transfer_encoding);
    if (codings > 1 || (codings == 1 &&
                        (answer.version() == 10 || !beast::iequals(answer[http::field::transfer_encoding], "chunked"))))
        return "a transfer encoding other than chunked";
    return std::nullopt;
}

}  // namespace

class connection::impl {
public:
    impl(asio::any_io_executor executor, std::shared_ptr<asio::ssl::context> trust)
        : trust_{std::move(trust)}, stream_{std::move(executor), *trust_}, buffer_{largest_read} {}

    awaitable<result<void>> open(std::string host, std::vector<asio::ip::tcp::endpoint> endpoints,
                                 time_point deadline) {
        auto& tcp = beast::get_lowest_layer(stream_);
        tcp.expires_at(deadline);
        const auto [refused, endpoint] = co_await tcp.async_connect(endpoints, as_result);
        if (refused) co_return network_error(errc::connect, "connecting to " + host, refused);
        error_code ignored;
        tcp.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
        if (!expect_peer(host)) co_return error{.code = errc::bug, .detail = "OpenSSL cannot check for " + host};
        const auto [failed] = co_await stream_.async_handshake(asio::ssl::stream_base::client, as_result);
        if (failed) co_return handshake_error(stream_.native_handle(), host, failed);
        co_return result<void>{};
    }

    awaitable<sent> exchange(std::string_view request_bytes, time_point deadline) {
        reusable_ = false;
        const bool kept = std::exchange(used_, true);
        beast::get_lowest_layer(stream_).expires_at(deadline);
        const auto [unsent, size] = co_await asio::async_write(stream_, asio::buffer(request_bytes), as_result);
        // Requests fit into one TLS record; a server cannot read a part of one.
        if (unsent) co_return failed_attempt{network_error(errc::net, "sending the request", unsent), reach::not_sent};
        for (int i = 0; i <= most_interim_answers; ++i) {
            response_parser parser;
            parser.header_limit(largest_header);
            parser.body_limit(largest_body);
            const auto [broken, bytes] = co_await http::async_read(stream_, buffer_, parser, as_result);
            if (broken) co_return lost(broken, kept && i == 0 && !parser.got_some() && buffer_.size() == 0);
            if (parser.get().result_int() / 100 != 1 || parser.get().result_int() == 101) co_return finish(parser);
        }
        co_return failed_attempt{{.code = errc::http_proto, .detail = "too many interim answers"}, reach::answered};
    }

    bool reusable() const { return reusable_; }

    bool quiet() {
        char byte;
        const auto peeked = ::recv(stream_.next_layer().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        if (peeked >= 0 || errno != EAGAIN) return false;
        // What came in one packet with the last answer has left the socket already.
        auto* const tls = stream_.native_handle();
        ERR_clear_error();
        return SSL_get_error(tls, SSL_peek(tls, &byte, 1)) == SSL_ERROR_WANT_READ;
    }

private:
    // False if OpenSSL did not take it: it would then accept everybody.
    bool expect_peer(const std::string& host) {
        auto* const tls = stream_.native_handle();
        auto* const wanted = SSL_get0_param(tls);
        if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1) return true;
        auto* const sni = const_cast<char*>(host.c_str());
        return X509_VERIFY_PARAM_set1_host(wanted, host.data(), host.size()) == 1 &&
               SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, sni) == 1;
    }

    static failed_attempt lost(error_code ec, bool kept_and_silent) {
        const bool closed = ec == http::error::end_of_stream || ec == asio::error::eof ||
                            ec == asio::error::connection_reset || ec == asio::ssl::error::stream_truncated ||
                            ec == asio::error::broken_pipe;
        const auto code = code_of(ec);
        const bool complete = code == errc::http_proto || code == errc::too_large;
        return {network_error(code, "reading the answer", ec), complete                    ? reach::answered
                                                               : closed && kept_and_silent ? reach::kept_unanswered
                                                                                           : reach::lost};
    }

    sent finish(response_parser& parser) {
        if (const auto why = unacceptable(parser.get()))
            return failed_attempt{{.code = errc::http_proto, .detail = "the answer has " + std::string{*why}},
                                  reach::answered};
        auto answer = parser.release();
        reusable_ = answer.keep_alive() && answer.version() == 11 && answer.result_int() != 101 &&
                    buffer_.size() == 0 && !answer.need_eof();
        return http_response{answer.result_int(), secret{std::move(answer.body())}};
    }

    std::shared_ptr<asio::ssl::context> trust_;  // the stream refers to it
    beast::ssl_stream<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
    bool used_ = false, reusable_ = false;
};

connection::connection(asio::any_io_executor executor, std::shared_ptr<asio::ssl::context> trust)
    : impl_{std::make_unique<impl>(std::move(executor), std::move(trust))} {}
connection::~connection() = default;
connection::connection(connection&&) noexcept = default;
connection& connection::operator=(connection&&) noexcept = default;

awaitable<result<void>> connection::open(std::string host, std::vector<asio::ip::tcp::endpoint> endpoints,
                                         time_point deadline) {
    return impl_->open(std::move(host), std::move(endpoints), deadline);
}

awaitable<sent> connection::exchange(std::string_view request_bytes, time_point deadline) {
    return impl_->exchange(request_bytes, deadline);
}

bool connection::reusable() const { return impl_->reusable(); }
bool connection::quiet() { return impl_->quiet(); }

}  // namespace wecom
