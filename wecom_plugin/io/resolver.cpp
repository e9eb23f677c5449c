#include "io/resolver.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <ares.h>

#include <map>
#include <stdexcept>

namespace wecom {
namespace {

namespace asio = boost::asio;

// A look-up under way: owned by its waiter and by the callback that c-ares has still to make.
struct look_up {
    explicit look_up(const asio::any_io_executor& executor, time_point deadline) : wake{executor, deadline} {}
    asio::steady_timer wake;
    bool done = false;
    result<resolver::addresses> outcome = resolver::addresses{};
};

asio::ip::address address_of(const ares_addrinfo_node& node) {
    if (node.ai_family == AF_INET) {
        const auto* in = reinterpret_cast<const sockaddr_in*>(node.ai_addr);
        return asio::ip::make_address_v4(ntohl(in->sin_addr.s_addr));
    }
    const auto* in6 = reinterpret_cast<const sockaddr_in6*>(node.ai_addr);
    asio::ip::address_v6::bytes_type bytes;
    std::copy(std::begin(in6->sin6_addr.s6_addr), std::end(in6->sin6_addr.s6_addr), bytes.begin());
    return asio::ip::address_v6{bytes, in6->sin6_scope_id};
}

void on_answer(void* user, int status, int, ares_addrinfo* found) {
    const std::unique_ptr<std::shared_ptr<look_up>> self{static_cast<std::shared_ptr<look_up>*>(user)};
    auto& answer = **self;
    resolver::addresses all;
    for (const auto* node = found ? found->nodes : nullptr; node; node = node->ai_next)
        if (node->ai_family == AF_INET || node->ai_family == AF_INET6) all.push_back(address_of(*node));
    if (found) ares_freeaddrinfo(found);
    if (status == ARES_SUCCESS && !all.empty())
        answer.outcome = std::move(all);
    else
        answer.outcome =
            error{.code = errc::dns, .detail = std::string{"the name was not found: "} + ares_strerror(status)};
    answer.done = true;
    answer.wake.cancel();
}

}  // namespace

// c-ares and its sockets. It hands out descriptors that it goes on to own, so they are released before it closes them.
class resolver::channel : public std::enable_shared_from_this<channel> {
public:
    channel(asio::io_context& context, const std::string& name_servers) : context_{context}, retry_{context} {
        ares_options options{};
        options.sock_state_cb = [](void* self, ares_socket_t fd, int readable, int writable) {
            static_cast<channel*>(self)->watch(fd, readable != 0, writable != 0);
        };
        options.sock_state_cb_data = this;
        if (ares_init_options(&ares_, &options, ARES_OPT_SOCK_STATE_CB) != ARES_SUCCESS)
            throw std::runtime_error{"c-ares cannot start"};
        if (!name_servers.empty()) ares_set_servers_ports_csv(ares_, name_servers.c_str());
    }
    ~channel() { stop(); }

    void start(const std::string& host, std::shared_ptr<look_up> into) {
        ares_addrinfo_hints hints{};
        hints.ai_family = AF_UNSPEC;
        hints.ai_flags = ARES_AI_NOSORT;
        ares_getaddrinfo(ares_, host.c_str(), nullptr, &hints, &on_answer,
                         new std::shared_ptr<look_up>{std::move(into)});
        retry_later();
    }

    void stop() {
        if (!ares_) return;
        ares_destroy(std::exchange(ares_, nullptr));
        retry_.cancel();
    }

private:
    struct watched {
        explicit watched(asio::io_context& context, ares_socket_t fd) : descriptor{context, fd} {}
        asio::posix::stream_descriptor descriptor;
        bool read = false, write = false;       // wanted
        bool reading = false, writing = false;  // waited for
    };

    void watch(ares_socket_t fd, bool read, bool write) {
        if (!read && !write) {
            const auto closing = sockets_.extract(fd);
            if (closing) closing.mapped()->descriptor.release();
            return;
        }
        auto& socket = sockets_[fd];
        if (!socket) socket = std::make_shared<watched>(context_, fd);
        socket->read = read;
        socket->write = write;
        wait(socket, fd);
    }

    // Still the same socket: c-ares may have closed it, and a new one may have its number.
    bool watches(ares_socket_t fd, const std::shared_ptr<watched>& socket) const {
        const auto at = sockets_.find(fd);
        return ares_ && at != sockets_.end() && at->second == socket;
    }

    void wait(const std::shared_ptr<watched>& socket, ares_socket_t fd) {
        if (socket->read && !std::exchange(socket->reading, true))
            wait(socket, fd, asio::posix::descriptor_base::wait_read);
        if (socket->write && !std::exchange(socket->writing, true))
            wait(socket, fd, asio::posix::descriptor_base::wait_write);
    }

    void wait(const std::shared_ptr<watched>& socket, ares_socket_t fd, asio::posix::descriptor_base::wait_type what) {
        const bool read = what == asio::posix::descriptor_base::wait_read;
        socket->descriptor.async_wait(
            what, [self = shared_from_this(), socket, fd, read](boost::system::error_code ec) {
                (read ? socket->reading : socket->writing) = false;
                if (ec || !self->watches(fd, socket)) return;
                ares_process_fd(self->ares_, read ? fd : ARES_SOCKET_BAD, read ? ARES_SOCKET_BAD : fd);
                if (self->watches(fd, socket)) self->wait(socket, fd);
            });
    }

    // c-ares repeats unanswered questions, but only when it is asked to look at the clock.
    void retry_later() {
        timeval next{};
        if (!ares_ || !ares_timeout(ares_, nullptr, &next)) return;
        retry_.expires_after(std::chrono::seconds{next.tv_sec} + std::chrono::microseconds{next.tv_usec});
        retry_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
            if (ec || !self->ares_) return;
            ares_process_fd(self->ares_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
            self->retry_later();
        });
    }

    asio::io_context& context_;
    asio::steady_timer retry_;
    ares_channel ares_ = nullptr;
    std::map<ares_socket_t, std::shared_ptr<watched>> sockets_;
};

resolver::resolver(asio::io_context& context, const ambient& around, const std::string& name_servers)
    : around_{around}, channel_{std::make_shared<channel>(context, name_servers)} {}

resolver::~resolver() { stop(); }

void resolver::stop() { channel_->stop(); }

awaitable<result<resolver::addresses>> resolver::resolve(std::string host, time_point deadline) {
    boost::system::error_code no_literal;
    const auto literal = asio::ip::make_address(host, no_literal);
    if (!no_literal) co_return addresses{literal};
    // RFC 6761: no question for a name server, whatever the hosts file says or if there is none.
    if (host == "localhost") co_return addresses{asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};

    const auto executor = co_await asio::this_coro::executor;
    const auto asked = std::make_shared<look_up>(executor, deadline);
    channel_->start(host, asked);
    if (!asked->done) co_await asked->wake.async_wait(as_result);
    if (asked->done) co_return asked->outcome;
    if (around_.now() >= deadline)
        co_return error{.code = errc::deadline,
                        .detail = "the name server did not answer in time (looking up " + host + ")"};
    co_return error{.code = errc::cancelled};
}

}  // namespace wecom
