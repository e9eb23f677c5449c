#include "io/dns_question.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// Before an unanswered question is repeated; the pause doubles.
constexpr int patience_ms = 1000;
// There are name servers that never answer a question for IPv6 addresses: then those of IPv4 are asked for alone.
constexpr auto hedge_after = 300ms;

std::string address_of(const ares_addrinfo_node& node) {
    if (node.ai_family == AF_INET) {
        const auto* in = reinterpret_cast<const sockaddr_in*>(node.ai_addr);
        return asio::ip::make_address_v4(ntohl(in->sin_addr.s_addr)).to_string();
    }
    const auto* in6 = reinterpret_cast<const sockaddr_in6*>(node.ai_addr);
    asio::ip::address_v6::bytes_type bytes;
    std::copy(std::begin(in6->sin6_addr.s6_addr), std::end(in6->sin6_addr.s6_addr), bytes.begin());
    return asio::ip::address_v6{bytes, in6->sin6_scope_id}.to_string();
}

error not_found(const std::string& host, int status) {
    return {.code = errc::dns,
            .detail = "no address of " + host + " was found (" + ares_strerror(status) +
                      "): check the name, and the name servers of this machine"};
}

error starved(const std::string& host) {
    return {.code = errc::dns, .detail = "this machine has no memory or descriptors left to look up " + host};
}

}  // namespace

struct dns_question::watched {
    watched(asio::io_context& context, ares_socket_t fd) : descriptor{context, fd} {}
    asio::posix::stream_descriptor descriptor;
    bool read = false, write = false;       // wanted
    bool reading = false, writing = false;  // waited for
};

dns_question::dns_question(asio::io_context& context, std::string host, const std::string& servers)
    : context_{context}, host_{std::move(host)}, repeat_{context}, hedge_{context} {
    ares_options options{};
    options.timeout = patience_ms;
    options.flags = ARES_FLAG_NOALIASES;  // HOSTALIASES is the environment's
    options.sock_state_cb = [](void* self, ares_socket_t fd, int readable, int writable) {
        auto& question = *static_cast<dns_question*>(self);
        question.called_from_c([&] { question.watch(fd, readable != 0, writable != 0); });
    };
    options.sock_state_cb_data = this;
    if (ares_init_options(&ares_, &options, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_SOCK_STATE_CB) !=
        ARES_SUCCESS)
        ares_ = nullptr;
    else if (!servers.empty())
        ares_set_servers_ports_csv(ares_, servers.c_str());
}

dns_question::~dns_question() { stop(); }

void dns_question::ask(answer call) {
    call_ = std::move(call);
    if (ares_)
        ask(AF_UNSPEC);
    else
        outcome_ = starved(host_);
    go_on();
    if (!call_) return;
    hedge_.expires_after(hedge_after);
    hedge_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
        if (ec || !self->call_) return;
        self->ask(AF_INET);
        self->go_on();
    });
}

void dns_question::stop() {
    call_ = nullptr;
    hedge_.cancel();
    repeat_.cancel();
    if (ares_) ares_destroy(std::exchange(ares_, nullptr));
}

void dns_question::ask(int family) {
    ares_addrinfo_hints hints{};
    hints.ai_family = family;
    hints.ai_flags = ARES_AI_NOSORT;
    ++open_questions_;
    const auto answered = [](void* self, int status, int, ares_addrinfo* found) {
        const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owned{found, &ares_freeaddrinfo};
        auto& question = *static_cast<dns_question*>(self);
        question.called_from_c([&] { question.hear(status, found); });
    };
    ares_getaddrinfo(ares_, host_.c_str(), nullptr, &hints, answered, this);
}

void dns_question::hear(int status, const ares_addrinfo* found) {
    --open_questions_;
    if (outcome_ || !call_) return;
    address_list all;
    for (const auto* node = found ? found->nodes : nullptr; node; node = node->ai_next)
        if (node->ai_family == AF_INET || node->ai_family == AF_INET6) all.push_back(address_of(*node));
    if (status == ARES_SUCCESS && !all.empty())
        outcome_ = std::move(all);
    else if (open_questions_ == 0)
        outcome_ = not_found(host_, status);
}

// No exception may pass through c-ares.
template <class Visit>
void dns_question::called_from_c(Visit visit) {
    try {
        visit();
    } catch (const std::exception&) {
        outcome_ = starved(host_);
    }
}

// After every visit to c-ares, which cannot be destroyed during one. It repeats unanswered questions, but only when it
// is asked to look at the clock.
void dns_question::go_on() {
    if (outcome_) {
        const auto call = std::exchange(call_, nullptr);
        stop();
        if (call) call(*std::move(outcome_));
    }
    if (!ares_) return;
    timeval next{};
    if (!ares_timeout(ares_, nullptr, &next)) return;
    repeat_.expires_after(std::chrono::seconds{next.tv_sec} + std::chrono::microseconds{next.tv_usec});
    repeat_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
        if (ec || !self->ares_) return;
        ares_process_fd(self->ares_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        self->go_on();
    });
}

// c-ares goes on to own the descriptors that it hands out: they are released before it closes them.
void dns_question::watch(ares_socket_t fd, bool read, bool write) {
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
bool dns_question::watches(ares_socket_t fd, const std::shared_ptr<watched>& socket) const {
    const auto at = sockets_.find(fd);
    return ares_ && at != sockets_.end() && at->second == socket;
}

void dns_question::wait(const std::shared_ptr<watched>& socket, ares_socket_t fd) {
    if (socket->read && !std::exchange(socket->reading, true))
        wait(socket, fd, asio::posix::descriptor_base::wait_read);
    if (socket->write && !std::exchange(socket->writing, true))
        wait(socket, fd, asio::posix::descriptor_base::wait_write);
}

void dns_question::wait(const std::shared_ptr<watched>& socket, ares_socket_t fd,
                        asio::posix::descriptor_base::wait_type what) {
    const bool read = what == asio::posix::descriptor_base::wait_read;
    socket->descriptor.async_wait(what, [self = shared_from_this(), socket, fd, read](boost::system::error_code ec) {
        (read ? socket->reading : socket->writing) = false;
        if (ec || !self->watches(fd, socket)) return;
        ares_process_fd(self->ares_, read ? fd : ARES_SOCKET_BAD, read ? ARES_SOCKET_BAD : fd);
        self->go_on();
        if (self->watches(fd, socket)) self->wait(socket, fd);
    });
}

}  // namespace wecom
