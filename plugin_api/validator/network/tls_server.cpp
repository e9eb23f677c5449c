#include "validator/network/tls_server.hpp"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace {

struct client_left {};

void must(bool done) {
    if (!done) throw std::system_error{errno, std::generic_category(), "the server of a test cannot start"};
}

sockaddr* generic(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

// A BIO that hands over what it is to write.
BIO* make_bio(tls_peer::writer& to) {
    static BIO_METHOD* const method = [] {
        auto* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "writer");
        BIO_meth_set_write(made, [](BIO* self, const char* bytes, int size) {
            try {
                (*static_cast<tls_peer::writer*>(BIO_get_data(self)))({bytes, static_cast<std::size_t>(size)});
                return size;
            } catch (const client_left&) {
                return -1;  // no exception passes through OpenSSL
            }
        });
        BIO_meth_set_ctrl(made, [](BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1L : 0L; });
        return made;
    }();
    auto* const made = BIO_new(method);
    BIO_set_data(made, &to);
    BIO_set_init(made, 1);
    return made;
}

std::size_t body_size(std::string_view head) {
    constexpr std::string_view field = "\r\nContent-Length: ";
    const auto at = head.find(field);
    return at == head.npos ? 0 : std::stoul(std::string{head.substr(at + field.size(), 10)});
}

}  // namespace

tls_peer::~tls_peer() {
    const std::lock_guard lock{server_.mutex_};
    server_.sockets_.erase(socket_);
    ::close(socket_);
    ++server_.ended_;
    server_.changed_.notify_all();
}

void tls_peer::handshake(writer instead) {
    tls_.reset(SSL_new(server_.context_.get()));
    SSL_set_fd(tls_.get(), socket_);
    server_.identify(tls_.get());
    writer_ = std::move(instead);
    if (writer_) SSL_set0_wbio(tls_.get(), make_bio(writer_));
    if (SSL_accept(tls_.get()) != 1) throw client_left{};
    const auto* const name = SSL_get_servername(tls_.get(), TLSEXT_NAMETYPE_host_name);
    const std::lock_guard lock{server_.mutex_};
    server_.server_names_.emplace_back(name ? name : "");
    server_.resumed_.push_back(SSL_session_reused(tls_.get()) == 1);
    server_.early_data_ += SSL_get_early_data_status(tls_.get()) != SSL_EARLY_DATA_NOT_SENT;
}

std::string tls_peer::read_request() {
    std::string bytes;
    std::size_t wanted = bytes.npos;
    while (bytes.size() < wanted) {
        std::array<char, 4096> part;
        const auto count = tls_ ? SSL_read(tls_.get(), part.data(), part.size())
                                : static_cast<int>(::recv(socket_, part.data(), part.size(), 0));
        if (count <= 0) throw client_left{};
        bytes.append(part.data(), static_cast<std::size_t>(count));
        const auto head = bytes.find("\r\n\r\n");
        if (head != bytes.npos) wanted = head + 4 + body_size(bytes);
    }
    last_request_ = bytes;
    const std::lock_guard lock{server_.mutex_};
    server_.requests_.push_back(bytes);
    server_.changed_.notify_all();
    return bytes;
}

void tls_peer::send(std::string_view bytes) {
    if (!tls_) return send_in_clear(bytes);
    if (SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0) throw client_left{};
}

void tls_peer::send_at_once(std::initializer_list<std::string_view> records) {
    set(IPPROTO_TCP, TCP_CORK, 1);
    for (const auto record : records)
        send(record);
    set(IPPROTO_TCP, TCP_CORK, 0);
}

void tls_peer::wait_until_delivered() {
    for (int unacknowledged = 1; unacknowledged > 0; pause(std::chrono::milliseconds{0}))
        if (::ioctl(socket_, SIOCOUTQ, &unacknowledged) != 0) throw client_left{};
}

void tls_peer::read_in_clear() {
    std::array<char, 4096> ignored;
    if (::recv(socket_, ignored.data(), ignored.size(), 0) <= 0) throw client_left{};
}

void tls_peer::send_in_clear(std::string_view bytes) {
    if (::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) throw client_left{};
}

void tls_peer::say_goodbye() { SSL_shutdown(tls_.get()); }

void tls_peer::reset() {
    set(SOL_SOCKET, SO_LINGER, linger{.l_onoff = 1, .l_linger = 0});
    leave();
}

void tls_peer::wait_until_client_leaves() {
    std::array<char, 4096> ignored;
    while (::recv(socket_, ignored.data(), ignored.size(), 0) > 0) {
    }
}

void tls_peer::pause(std::chrono::milliseconds time) {
    pollfd left{socket_, POLLRDHUP, 0};
    if (::poll(&left, 1, static_cast<int>(time.count())) > 0) throw client_left{};
}

tls_server::tls_server(const credentials& who, int newest_version)
    : context_{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free}, listener_{::socket(AF_INET, SOCK_STREAM, 0)} {
    if (newest_version < TLS1_2_VERSION) SSL_CTX_set_security_level(context_.get(), 0);
    must(SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context_.get(), newest_version) == 1);
    present(who);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    must(::bind(listener_, generic(address), size) == 0 && ::listen(listener_, 64) == 0 &&
         ::getsockname(listener_, generic(address), &size) == 0);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::jthread{[this] { accept_all(); }};
    // Inherited by the threads of the connections: whoever counts threads can tell them from the plugin's.
    pthread_setname_np(acceptor_.native_handle(), "tls-server");
}

tls_server::~tls_server() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    cut_connections();
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return threads_.empty(); });
}

void tls_server::cut_connections() {
    const std::lock_guard lock{mutex_};
    for (const int socket : sockets_)
        ::shutdown(socket, SHUT_RDWR);
}

void tls_server::present(const credentials& who, const std::vector<X509*>& chain) {
    const std::lock_guard lock{mutex_};
    EVP_PKEY_up_ref(who.key.get());
    key_.reset(who.key.get());
    certificates_.reset(sk_X509_new_null());
    must(X509_add_cert(certificates_.get(), who.certificate.get(), X509_ADD_FLAG_UP_REF) == 1);
    for (auto* const certificate : chain)
        must(X509_add_cert(certificates_.get(), certificate, X509_ADD_FLAG_UP_REF) == 1);
}

// By connection: a context would keep one certificate of each kind of key, and choose.
void tls_server::identify(SSL* connection) const {
    const std::lock_guard lock{mutex_};
    auto* const chain = X509_chain_up_ref(certificates_.get());
    auto* const own = sk_X509_shift(chain);
    must(SSL_use_cert_and_key(connection, own, key_.get(), chain, 1) == 1);
    X509_free(own);
    sk_X509_pop_free(chain, &X509_free);
}

void tls_server::serve(script what, int connections) {
    const std::lock_guard lock{mutex_};
    scripts_.insert(scripts_.end(), static_cast<std::size_t>(connections), [what](tls_peer& peer) {
        peer.handshake();
        what(peer);
    });
}

void tls_server::serve_in_clear(script what) {
    const std::lock_guard lock{mutex_};
    scripts_.push_back(std::move(what));
}

void tls_server::serve_others(script what) {
    const std::lock_guard lock{mutex_};
    others_ = std::move(what);
}

// A write to a client that is gone must not end the tests: the threads inherit that SIGPIPE is blocked.
void tls_server::accept_all() {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    for (;;) {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        const int at_once = 1;  // what was sent before a reset has left
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        std::list<std::jthread> joined;
        const std::lock_guard lock{mutex_};
        joined.swap(ended_threads_);
        ++connections_;
        changed_.notify_all();
        sockets_.insert(socket);
        script next = others_;
        if (!scripts_.empty()) {
            next = std::move(scripts_.front());
            scripts_.pop_front();
        }
        begin_locked(socket, std::move(next));
    }
}

void tls_server::begin_locked(int socket, script what) {
    const auto self = threads_.emplace(threads_.end());
    *self = std::jthread{[this, self, socket, what = std::move(what)] {
        run(socket, what);
        const std::lock_guard lock{mutex_};
        ended_threads_.splice(ended_threads_.end(), threads_, self);
        changed_.notify_all();
    }};
}

void tls_server::run(int socket, const script& what) {
    tls_peer peer{*this, socket};
    try {
        what(peer);
        if (!peer.over_) peer.wait_until_client_leaves();
    } catch (const client_left&) {
        // The script ends with its client.
    }
}

int tls_server::connections() const {
    const std::lock_guard lock{mutex_};
    return connections_;
}

int tls_server::handshakes() const { return static_cast<int>(server_names().size()); }

std::vector<std::string> tls_server::requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
}

std::vector<std::string> tls_server::server_names() const {
    const std::lock_guard lock{mutex_};
    return server_names_;
}

std::vector<bool> tls_server::resumed() const {
    const std::lock_guard lock{mutex_};
    return resumed_;
}

int tls_server::early_data() const {
    const std::lock_guard lock{mutex_};
    return early_data_;
}

template <class Condition>
void tls_server::wait_until(Condition reached) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, std::chrono::seconds{20}, reached))
        throw std::runtime_error{"the client does not do what the server of a test waits for"};
}

void tls_server::wait_until_accepted(int connections) {
    wait_until([&] { return connections_ >= connections; });
}

void tls_server::wait_until_asked(std::size_t requests) {
    wait_until([&] { return requests_.size() >= requests; });
}

void tls_server::wait_until_ended(int connections) {
    wait_until([&] { return ended_ >= connections; });
}
