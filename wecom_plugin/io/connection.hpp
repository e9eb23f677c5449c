#pragma once

#include "io/alarm_clock.hpp"
#include "io/byte_stream.hpp"
#include "io/transport.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace wecom {

// One HTTP connection to one origin, for one request at a time. Lives and is used on the I/O thread; ends by being
// destroyed, without a goodbye that could block.
class connection {
public:
    // Over a connected socket, on which nothing was said yet. In clear if trust is null.
    connection(io_socket socket, std::shared_ptr<boost::asio::ssl::context> trust);

    // With TLS, shakes hands: the peer must prove to be host. The session of an earlier connection makes it cheaper.
    awaitable<result<void>> open(std::string host, tls_session known, time_point deadline);

    // Sends the bytes of one request and reads its answer whole. The bytes must outlive the call.
    awaitable<sent> exchange(std::string_view request_bytes, time_point deadline);

    // The last answer was complete, allows another request, and nothing came after it.
    bool reusable() const { return reusable_; }

    // The peer has neither closed an idle connection nor sent anything on it.
    bool quiet() { return stream_.quiet(); }

    // After an answer, once: what makes the next connection to this host cheaper. Null if there is nothing.
    tls_session new_session();

    // "TLSv1.3", once hands were shaken.
    std::string protocol() const { return SSL_get_version(stream_.tls()); }

    // The peer was not asked for its certificate: it has proved to be who it was before.
    bool resumed() const { return stream_.tls() && SSL_session_reused(stream_.tls()) == 1; }

private:
    class watch;
    boost::system::error_code hopeless(const byte_stream::progress& step) const;
    error handshake_failure(const std::string& host, boost::system::error_code ec) const;
    error failure(errc code, const std::string& phase, boost::system::error_code ec) const;
    failed_attempt lost(boost::system::error_code ec, bool kept_and_silent) const;

    std::shared_ptr<boost::asio::ssl::context> trust_;  // the stream refers to it
    byte_stream stream_;
    alarm_clock deadline_;
    bool late_ = false;  // the deadline of what is under way has passed
    bool used_ = false, reusable_ = false, session_given_ = false;
};

}  // namespace wecom
