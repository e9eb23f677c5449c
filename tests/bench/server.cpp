#include "bench/server.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <map>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

namespace bench {
namespace {

void must(bool done, const char* what) {
    if (!done) throw std::system_error{errno, std::generic_category(), what};
}

std::string http_answer(std::string_view json) {
    std::string out =
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Tue, 03 Mar 2026 08:00:00 GMT\r\n"
        "Content-Type: application/json; charset=UTF-8\r\nContent-Length: ";
    out += std::to_string(json.size());
    out += "\r\nConnection: keep-alive\r\nError-Code: 0\r\nError-Msg: ok\r\n\r\n";
    out += json;
    return out;
}

struct client {
    explicit client(int from, SSL_CTX* context) : socket{from}, tls{SSL_new(context), &SSL_free} {
        SSL_set_fd(tls.get(), from);
    }
    ~client() { ::close(socket); }
    client(const client&) = delete;

    int socket;
    std::unique_ptr<SSL, decltype(&SSL_free)> tls;
    bool shaken = false;
    std::string received;
    std::vector<std::string> held;  // targets of calls that got no answer yet
};

class server {
public:
    server(int listening_socket, int bell, board& seen, const credentials& who);
    [[noreturn]] void run();

private:
    void watch(int descriptor);
    void accept_all();
    void answer_held();
    bool shake_hands(client& from);
    bool read_some(client& from);  // false at the end of the connection
    void take_requests(client& from);
    void note(std::string_view target);
    bool is_held(std::string_view target) const;
    void answer(client& to, std::string_view target);
    std::string_view answer_to(std::string_view target);

    board& seen_;
    int listener_, bell_, poll_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::map<int, client> clients_;
    std::uint32_t token_number_ = 0;
    std::string token_, token_answer_;
    const std::string person_ = http_answer(
        R"({"errcode":0,"errmsg":"ok","userid":"zhangsan","user_ticket":"USER_TICKET_0123456789abcdef","expires_in":1800})");
    const std::string profile_ = http_answer(
        R"({"errcode":0,"errmsg":"ok","userid":"zhangsan","name":"Zhang San","department":[1,2],"position":"engineer",)"
        R"("status":1,"isleader":0,"enable":1,"hide_mobile":0,"main_department":1,"alias":"","telephone":""})");
    const std::string refused_ = http_answer(R"({"errcode":42001,"errmsg":"access_token expired"})");
};

server::server(int listening_socket, int bell, board& seen, const credentials& who)
    : seen_{seen},
      listener_{listening_socket},
      bell_{bell},
      poll_{::epoll_create1(EPOLL_CLOEXEC)},
      context_{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free} {
    must(poll_ >= 0 && context_ && SSL_CTX_use_certificate(context_.get(), who.certificate.get()) == 1 &&
             SSL_CTX_use_PrivateKey(context_.get(), who.key.get()) == 1 &&
             SSL_CTX_set_min_proto_version(context_.get(), TLS1_3_VERSION) == 1,
         "the server's TLS");
    SSL_CTX_set_read_ahead(context_.get(), 1);
    ::signal(SIGPIPE, SIG_IGN);
    watch(listener_);
    watch(bell_);
}

void server::watch(int descriptor) {
    epoll_event interest{};
    interest.events = EPOLLIN;
    interest.data.fd = descriptor;
    must(::epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &interest) == 0, "epoll");
}

void server::run() {
    for (;;) {
        epoll_event events[64];
        const int count = ::epoll_wait(poll_, events, 64, -1);
        for (int i = 0; i < count; ++i) {
            const int from = events[i].data.fd;
            if (from == listener_) {
                accept_all();
            } else if (from == bell_) {
                std::uint64_t rung;
                if (::read(bell_, &rung, sizeof rung) > 0) answer_held();
            } else if (const auto at = clients_.find(from); at != clients_.end() && !read_some(at->second)) {
                seen_.holding -= static_cast<std::int64_t>(at->second.held.size());
                clients_.erase(at);
                --seen_.open_connections;
                ERR_clear_error();
            }
        }
    }
}

void server::accept_all() {
    for (int socket; (socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        const int yes = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        clients_.try_emplace(socket, socket, context_.get());
        watch(socket);
        ++seen_.connections;
        if (++seen_.open_connections > seen_.most_open_connections)
            seen_.most_open_connections = seen_.open_connections.load();
    }
}

bool server::shake_hands(client& from) {
    if (SSL_accept(from.tls.get()) != 1) return false;
    from.shaken = true;
    ++(SSL_session_reused(from.tls.get()) ? seen_.resumed_handshakes : seen_.handshakes);
    return true;
}

bool server::read_some(client& from) {
    auto* const tls = from.tls.get();
    if (!from.shaken && !shake_hands(from)) return SSL_get_error(tls, -1) == SSL_ERROR_WANT_READ;
    char part[4096];
    do {
        const int size = SSL_read(tls, part, sizeof part);
        if (size <= 0) return SSL_get_error(tls, size) == SSL_ERROR_WANT_READ;
        from.received.append(part, static_cast<std::size_t>(size));
        take_requests(from);
    } while (SSL_has_pending(tls));
    return true;
}

// Requests without a body: their head is all of them.
void server::take_requests(client& from) {
    constexpr std::string_view end_of_head = "\r\n\r\n";
    std::size_t taken = 0;
    for (std::size_t end; (end = from.received.find(end_of_head, taken)) != std::string::npos;) {
        const std::string_view head{from.received.data() + taken, end - taken};
        const auto begin = head.find(' ') + 1;
        const auto target = head.substr(begin, head.find(' ', begin) - begin);
        note(target);
        if (is_held(target)) {
            from.held.emplace_back(target);
            ++seen_.holding;
        } else {
            answer(from, target);
        }
        taken = end + end_of_head.size();
    }
    from.received.erase(0, taken);
}

bool is_gettoken(std::string_view target) { return target.starts_with("/cgi-bin/gettoken"); }
bool is_getuserinfo(std::string_view target) { return target.starts_with("/cgi-bin/auth/getuserinfo"); }

void server::note(std::string_view target) {
    if (is_gettoken(target)) {
        ++seen_.gettoken;
    } else if (is_getuserinfo(target)) {
        ++seen_.getuserinfo;
        const auto at = seen_.asked_count.load();
        if (at < seen_.asked.size()) {
            seen_.asked[at] = monotonic_ns();
            seen_.asked_count = at + 1;
        }
    } else {
        ++seen_.user_get;
    }
}

bool server::is_held(std::string_view target) const {
    const auto held = seen_.held_calls.load();
    return ((held & call_gettoken) && is_gettoken(target)) || ((held & call_getuserinfo) && is_getuserinfo(target));
}

void server::answer_held() {
    if (seen_.held_calls != 0) return;
    for (auto& [socket, waiting] : clients_) {
        for (const auto& target : waiting.held)
            answer(waiting, target);
        seen_.holding -= static_cast<std::int64_t>(waiting.held.size());
        waiting.held.clear();
    }
}

void server::answer(client& to, std::string_view target) {
    const auto text = answer_to(target);
    if (is_gettoken(target)) {
        seen_.asked_count = 0;
        seen_.token_sent = monotonic_ns();
    }
    SSL_write(to.tls.get(), text.data(), static_cast<int>(text.size()));
}

std::string_view server::answer_to(std::string_view target) {
    if (const auto valid = seen_.valid_token.load(); valid != token_number_) {
        token_number_ = valid;
        token_ = token_text(valid);
        token_answer_ =
            http_answer(R"({"errcode":0,"errmsg":"ok","access_token":")" + token_ + R"(","expires_in":7200})");
    }
    if (is_gettoken(target)) return token_answer_;
    if (target.find(token_) == target.npos) return refused_;
    return is_getuserinfo(target) ? person_ : profile_;
}

}  // namespace

listener listen_on_loopback(int backlog) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    must(socket >= 0 && ::bind(socket, generic, size) == 0 && ::listen(socket, backlog) == 0 &&
             ::getsockname(socket, generic, &size) == 0,
         "a socket on loopback");
    return {socket, ntohs(address.sin_port)};
}

void serve(int listening_socket, int bell, board& seen, const credentials& who) {
    server{listening_socket, bell, seen, who}.run();
}

}  // namespace bench
