#include "io/connection.hpp"

#include "io/answer_reader.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/x509_vfy.h>

#include <tuple>

namespace wecom {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using state = byte_stream::state;

// A request of which a part was written. Within TLS it fits into one record, and a server cannot read a part of one.
reach reach_of(std::size_t written, const byte_stream& stream) {
    return written == 0 || stream.tls() ? reach::not_sent : reach::lost;
}

error wrong_host(const std::string& host) {
    return {.code = errc::tls_host,
            .detail = "the certificate is not that of " + host +
                      ": something stands between this server and WeCom, or the base address is wrong"};
}

}  // namespace

// Between its beginning and its end, the deadline cuts every wait short.
class connection::watch {
public:
    watch(connection& over, time_point deadline) : over_{over} {
        over_.late_ = false;
        over_.deadline_.set(deadline);
    }
    ~watch() { over_.deadline_.clear(); }
    watch(const watch&) = delete;

private:
    connection& over_;
};

connection::connection(io_socket socket, std::shared_ptr<asio::ssl::context> trust)
    : trust_{std::move(trust)},
      stream_{std::move(socket), trust_ ? trust_->native_handle() : nullptr},
      deadline_{stream_.socket().get_executor(), [this] {
                    late_ = true;
                    error_code ignored;
                    stream_.socket().cancel(ignored);
                }} {}

awaitable<result<void>> connection::open(std::string host, tls_session known, time_point deadline) {
    if (!stream_.tls()) co_return result<void>{};
    if (!stream_.expect_peer(host)) co_return error{.code = errc::bug, .detail = "OpenSSL cannot check for " + host};
    stream_.resume(std::move(known));
    const watch until{*this, deadline};
    for (;;) {
        const auto step = stream_.handshake();
        if (step.now == state::done) break;
        auto broken = hopeless(step);
        if (!broken) std::tie(broken) = co_await stream_.ready(step.now);
        if (broken) co_return handshake_failure(host, broken);
    }
    if (!stream_.is_peer(host)) co_return wrong_host(host);
    co_return result<void>{};
}

awaitable<sent> connection::exchange(std::string_view request_bytes, time_point deadline) {
    reusable_ = false;
    const bool kept = std::exchange(used_, true);
    const watch until{*this, deadline};
    for (std::size_t written = 0; written < request_bytes.size();) {
        const auto step = stream_.write(request_bytes.substr(written));
        written += step.size;
        if (step.now == state::done) continue;
        auto broken = hopeless(step);
        if (!broken) std::tie(broken) = co_await stream_.ready(step.now);
        if (broken)
            co_return failed_attempt{failure(errc::net, "sending the request", broken), reach_of(written, stream_)};
    }
    answer_reader reader;
    byte_stream::progress step{.now = state::wants_read};
    while (reader.wants_more()) {
        auto broken = hopeless(step);
        if (!broken) std::tie(broken) = co_await stream_.ready(step.now);
        if (broken) co_return lost(broken, kept && reader.silent());
        do {
            step = stream_.read(reader.room());
            if (step.now == state::done) reader.feed(step.size);
        } while (step.now == state::done && reader.wants_more() && stream_.has_more());
        // Back to waiting before more is read, lest a peer that never pauses outlives the deadline.
        if (step.now == state::done) step.now = state::wants_read;
        if (step.now == state::ended || step.now == state::failed) reader.end(step.now == state::ended);
    }
    if (reader.refusal()) co_return failed_attempt{*reader.refusal(), reach::answered};
    reusable_ = reader.leaves_connection_usable();
    co_return reader.take();
}

tls_session connection::new_session() {
    if (session_given_) return nullptr;
    auto out = stream_.session();
    session_given_ = out != nullptr;
    return out;
}

// Why this step cannot be tried again, however long one waits.
error_code connection::hopeless(const byte_stream::progress& step) const {
    if (step.now == state::failed) return step.why;
    if (step.now == state::ended) return asio::error::eof;
    return late_ ? asio::error::timed_out : error_code{};
}

error connection::failure(errc code, const std::string& phase, error_code ec) const {
    if (late_) return {.code = errc::deadline, .detail = "WeCom did not answer in time (" + phase + ")"};
    if (ec == asio::error::operation_aborted) return {.code = errc::cancelled};
    return {.code = code, .detail = phase + ": " + ec.message()};
}

// Nothing was sent yet that a server could have acted on.
error connection::handshake_failure(const std::string& host, error_code ec) const {
    const auto verified = SSL_get_verify_result(stream_.tls());
    if (verified == X509_V_ERR_HOSTNAME_MISMATCH || verified == X509_V_ERR_IP_ADDRESS_MISMATCH) return wrong_host(host);
    if (verified != X509_V_OK)
        return {.code = errc::tls_cert,
                .detail = "the certificate of " + host + " is not trusted (" + X509_verify_cert_error_string(verified) +
                          "): if a proxy of your own stands between, add its authority as ca_file"};
    const bool spoke = ec.category() == asio::error::get_ssl_category();
    return failure(spoke ? errc::tls_proto : errc::net, "TLS handshake with " + host, ec);
}

failed_attempt connection::lost(error_code ec, bool kept_and_silent) const {
    const bool closed = ec == asio::error::eof || ec == asio::ssl::error::stream_truncated ||
                        ec == asio::error::connection_reset || ec == asio::error::broken_pipe ||
                        ec == asio::error::timed_out;
    const auto code = ec.category() == asio::error::get_ssl_category() ? errc::tls_proto : errc::net;
    return {failure(code, "reading the answer", ec),
            closed && !late_ && kept_and_silent ? reach::kept_unanswered : reach::lost};
}

}  // namespace wecom
