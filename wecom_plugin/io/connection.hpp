#pragma once

#include "core/web_url.hpp"
#include "io/transport.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace wecom {

// One TLS connection to one origin, for one request at a time. Lives and is used on the I/O thread; ends by being
// destroyed, without a goodbye that could block.
class connection {
public:
    connection(boost::asio::any_io_executor executor, std::shared_ptr<boost::asio::ssl::context> trust);
    ~connection();
    connection(connection&&) noexcept;
    connection& operator=(connection&&) noexcept;

    // Connects to the first endpoint that answers, and shakes hands. The peer must prove to be host.
    awaitable<result<void>> open(std::string host, std::vector<boost::asio::ip::tcp::endpoint> endpoints,
                                 time_point deadline);

    // Sends the bytes of one request and reads its answer whole. The bytes must outlive the call.
    awaitable<sent> exchange(std::string_view request_bytes, time_point deadline);

    // The last answer was complete, allows another request, and nothing came after it.
    bool reusable() const;

    // The peer has neither closed an idle connection nor sent anything on it.
    bool quiet();

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace wecom
