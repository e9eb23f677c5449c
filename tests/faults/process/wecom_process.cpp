#include "wecom_process.hpp"

#include "support/http_text.hpp"
#include "support/wecom_answers.hpp"

#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <stdexcept>

#ifdef __SANITIZE_THREAD__
// Forked children of these tests start threads: WeCom does, and hosts that fork.
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_options();
const char* __tsan_default_options() { return "die_after_fork=0"; }
#endif

namespace process_faults {
namespace {

namespace json = boost::json;

std::string parameter(const std::string& request, const std::string& name) {
    const auto at = request.find(name + "=");
    if (at == request.npos) return {};
    const auto begin = at + name.size() + 1;
    return request.substr(begin, request.find_first_of("& ", begin) - begin);
}

bool is_gettoken(const std::string& request) { return request.find("/gettoken") != request.npos; }

// What becomes of a question whose code begins so: "reset_17".
const std::map<std::string, std::function<void(tls_peer&)>> toxins{
    {"reset", [](tls_peer& peer) { peer.reset(); }},
    {"close", [](tls_peer& peer) { peer.leave(); }},
    {"mute", [](tls_peer& peer) { peer.wait_until_client_leaves(); }},
    {"cut",
     [](tls_peer& peer) {
         peer.send(answer_of(member_answer("somebody")).substr(0, 60));
         peer.leave();
     }},
    {"busy", [](tls_peer& peer) { peer.send(answer_of(refusal(-1))); }},
    {"used", [](tls_peer& peer) { peer.send(answer_of(refusal(40029))); }},
    {"broken",
     [](tls_peer& peer) { peer.send("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 6\r\n\r\n<html>"); }},
    {"html", [](tls_peer& peer) { peer.send(answer_of("<html>")); }},
    {"garbage",
     [](tls_peer& peer) {
         peer.send("SSH-2.0-OpenSSH\r\n");
         peer.leave();
     }},
};

}  // namespace

wecom_process::wecom_process(script each_connection, const certificate_text& who)
    : book_{static_cast<ledger*>(
          ::mmap(nullptr, sizeof(ledger), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))},
      news_{::eventfd(0, EFD_CLOEXEC)} {
    if (book_ == MAP_FAILED || news_ < 0 || ::pipe2(end_, O_CLOEXEC) != 0)
        throw std::runtime_error{"no memory or pipe for WeCom's process"};
    new (book_) ledger;
    const auto certificate = authority_.issue(who);
    process_ = ::fork();
    if (process_ == 0) serve(each_connection ? each_connection : &oblige, certificate);
    if (process_ < 0) throw std::runtime_error{"WeCom's process cannot be forked"};
    wait_until([](const ledger& book) { return book.port != 0; });
}

wecom_process::~wecom_process() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    for (const int fd : {news_, end_[0], end_[1]})
        ::close(fd);
    ::munmap(book_, sizeof(ledger));
}

void wecom_process::serve(const script& each_connection, const credentials& who) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(end_[1]);
    tls_server server{who};
    server.serve_others([&](tls_peer& peer) {
        ++book_->connections;
        tell();
        each_connection(peer, *this);
    });
    book_->port = server.port();
    tell();
    for (char byte; ::read(end_[0], &byte, 1) > 0;) {
    }
    ::_exit(0);
}

void wecom_process::tell() {
    const std::uint64_t one = 1;
    (void)!::write(news_, &one, sizeof one);
}

void wecom_process::wait_until(const std::function<bool(const ledger&)>& so) {
    while (!so(*book_)) {
        pollfd news{news_, POLLIN, 0};
        if (::poll(&news, 1, 30'000) == 0) throw std::runtime_error{"the plugin does not ask what the test waits for"};
        std::uint64_t read;
        if (news.revents & POLLIN) (void)!::read(news_, &read, sizeof read);
    }
}

std::string wecom_process::take(tls_peer& peer) {
    auto request = peer.read_request();
    ++(is_gettoken(request) ? book_->tokens : book_->questions);
    tell();
    return request;
}

void wecom_process::oblige(tls_peer& peer, wecom_process& self) {
    peer.handshake();
    while (!peer.over())
        self.answer(peer, self.take(peer));
}

void wecom_process::answer(tls_peer& peer, const std::string& request) {
    if (is_gettoken(request)) {
        if (parameter(request, "corpsecret") != secret_text(book_->secret)) return peer.send(answer_of(refusal(40001)));
        return peer.send(answer_of(token_answer("T" + std::to_string(book_->generation))));
    }
    if (parameter(request, "access_token") != "T" + std::to_string(book_->generation)) {
        ++book_->revoked_uses;
        return peer.send(answer_of(refusal(42001)));
    }
    const auto code = parameter(request, "code");
    const auto toxin = toxins.find(code.substr(0, code.find('_')));
    if (toxin == toxins.end()) return peer.send(answer_of(member_answer(code)));
    toxin->second(peer);
}

std::string wecom_process::secret_text(int number) { return "secret-of-the-app-number-" + std::to_string(number); }

std::string wecom_process::config(const json::object& more) const {
    json::object network{{"api_base", "https://127.0.0.1:" + std::to_string(book_->port)},
                         {"ca_file", authority_.pem_file()},
                         {"allow_private", true}};
    json::object out{{"corpid", "ww1a2b3c4d5e6f7a8b"}, {"corpsecret", secret_text(1)}, {"agentid", "1000002"}};
    for (const auto& [key, value] : more) {
        if (key != "network") out[key] = value;
        if (key != "network") continue;
        for (const auto& [name, setting] : value.as_object())
            if (setting.is_null())
                network.erase(name);
            else
                network[name] = setting;
    }
    out["network"] = std::move(network);
    return json::serialize(out);
}

}  // namespace process_faults
