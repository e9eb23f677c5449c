#pragma once

#include "core/address.hpp"
#include "core/error.hpp"
#include "io/awaitable.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <ares.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace wecom {

// One name, asked by c-ares: no thread, no blocking call. It has a channel of its own, so that it reads the resolv.conf
// of today. Lives and is used on the I/O thread; its sockets and timers keep it alive until it is answered or stopped.
class dns_question : public std::enable_shared_from_this<dns_question> {
public:
    using answer = std::function<void(result<address_list>)>;

    // servers: "address:port,...", in place of those in resolv.conf.
    dns_question(boost::asio::io_context& context, std::string host, const std::string& servers);
    ~dns_question();

    // Calls back once, perhaps before it returns, unless it is stopped.
    void ask(answer call);
    void stop();

private:
    struct watched;

    void ask(int family);
    void hear(int status, const ares_addrinfo* found);
    template <class Visit>
    void called_from_c(Visit visit);
    void go_on();
    void watch(ares_socket_t fd, bool read, bool write);
    bool watches(ares_socket_t fd, const std::shared_ptr<watched>& socket) const;
    void wait(const std::shared_ptr<watched>& socket, ares_socket_t fd);
    void wait(const std::shared_ptr<watched>& socket, ares_socket_t fd,
              boost::asio::posix::descriptor_base::wait_type what);

    boost::asio::io_context& context_;
    const std::string host_;
    answer call_;
    std::optional<result<address_list>> outcome_;
    int open_questions_ = 0;
    io_timer repeat_, hedge_;
    ares_channel ares_ = nullptr;
    std::map<ares_socket_t, std::shared_ptr<watched>> sockets_;
};

}  // namespace wecom
