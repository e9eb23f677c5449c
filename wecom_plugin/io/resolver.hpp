#pragma once

#include "core/error.hpp"
#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

#include <memory>
#include <string>
#include <vector>

namespace wecom {

// Host names to addresses, by c-ares: a look-up costs no thread, ends at its deadline, and a dead name server delays
// nobody else. /etc/hosts and resolv.conf are honoured; localhost is this machine. Lives and is used on the I/O thread.
class resolver {
public:
    // name_servers: "address:port,...", in place of those in resolv.conf.
    resolver(boost::asio::io_context& context, const ambient& around, const std::string& name_servers = {});
    ~resolver();

    using addresses = std::vector<boost::asio::ip::address>;

    // At least one address, in the order to try them; errc::dns or errc::deadline.
    awaitable<result<addresses>> resolve(std::string host, time_point deadline);

    // Ends what is under way. Nothing may be asked afterwards.
    void stop();

private:
    class channel;
    ambient around_;
    std::shared_ptr<channel> channel_;  // outlives the resolver until its last handler has run
};

}  // namespace wecom
