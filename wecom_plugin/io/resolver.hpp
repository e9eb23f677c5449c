#pragma once

#include "core/name_cache.hpp"
#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <string>

namespace wecom {

// Host names to addresses, for everybody: what was found serves for a while, and those who ask for the same name at the
// same time share one question. A look-up costs no thread, ends at its deadline, and a dead name server delays nobody
// else. /etc/hosts and resolv.conf are honoured; localhost is this machine. Lives and is used on the I/O thread.
class resolver {
public:
    // name_servers: "address:port,...", in place of those in resolv.conf.
    resolver(boost::asio::io_context& context, const ambient& around, std::string name_servers = {});
    ~resolver();

    // At least one address; errc::dns, deadline or cancelled. The question goes on when its askers have left.
    awaitable<result<address_list>> resolve(std::string host, time_point deadline);

    // Ends what is under way. Nothing may be asked afterwards.
    void stop();

private:
    struct flight;
    std::shared_ptr<flight> fly(const std::string& host);

    boost::asio::io_context& context_;
    ambient around_;
    std::string name_servers_;
    name_cache cache_;
    std::map<std::string, std::shared_ptr<flight>> under_way_;
};

}  // namespace wecom
