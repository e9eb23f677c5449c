#include "validator/tests/node.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <sstream>
#include <system_error>

namespace validator {

namespace {

// Questions and answers are packets of a few lines: a configuration, a grant.
std::string receive(int socket) {
    std::string packet(IDP_MAX_CONFIG / 8, '\0');
    const auto size = ::recv(socket, packet.data(), packet.size(), 0);
    packet.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return packet;
}

void send(int socket, const std::string& packet) { ::send(socket, packet.data(), packet.size(), MSG_NOSIGNAL); }

// What the other process does.
class resident {
public:
    resident(trial& of, const shared_store& store) : trial_{of}, store_{store} {}

    // "config\ngrant\nmilliseconds" -> "status flags subject"; "config\n" -> nothing, or what was violated.
    std::string answer(const std::string& question) {
        std::istringstream lines{question};
        std::string config, grant;
        std::int64_t timeout = 0;
        std::getline(lines, config);
        std::getline(lines, grant);
        lines >> timeout;
        if (!person_) {
            store_.offer(host_);
            person_ = std::make_unique<guest>(trial_, host_, config);
        }
        if (grant.empty()) return person_->must_log_in(), host_.expect_no_breach(), "";
        idp::owned<idp_account> account;
        const auto call = person_->resolve(grant, account, {.timeout = std::chrono::milliseconds{timeout}});
        return std::to_string(call.status) + " " + std::to_string(account->flags) + " " +
               std::string{idp::view(account->subject)};
    }

private:
    trial& trial_;
    const shared_store& store_;
    attentive_host host_;
    std::unique_ptr<guest> person_;
};

void live(int socket, resident here) {
    for (std::string question; !(question = receive(socket)).empty();)
        try {
            send(socket, "=" + here.answer(question));
        } catch (const std::exception& violated) {
            send(socket, std::string{"!"} + violated.what());
        }
}

}  // namespace

node::node(trial& of, const shared_store& store) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0 || (process_ = ::fork()) < 0)
        throw std::system_error{errno, std::generic_category(), "a test cannot make another node"};
    ::close(ends[process_ == 0 ? 0 : 1]);
    socket_ = ends[process_ == 0 ? 1 : 0];
    if (process_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // not longer than a test that is ended in its midst
    live(socket_, {of, store});
    ::_exit(0);
}

// Not only closed: nodes that were made later have a copy of this end.
node::~node() {
    ::shutdown(socket_, SHUT_RDWR);
    ::close(socket_);
    ::waitpid(process_, nullptr, 0);
}

std::string node::ask(const std::string& what) {
    send(socket_, what);
    const auto answer = receive(socket_);
    expect(!answer.empty(), "a process that shares the store with others ended in the midst of a login");
    expect(answer.front() == '=', "on another node: " + answer.substr(1));
    return answer.substr(1);
}

node::end node::resolve(const std::string& config_json, const std::string& grant_token,
                        std::chrono::milliseconds timeout) {
    std::istringstream answer{ask(config_json + "\n" + grant_token + "\n" + std::to_string(timeout.count()))};
    end out;
    answer >> out.status >> out.flags >> out.subject;
    return out;
}

void node::must_log_in(const std::string& config_json) { ask(config_json + "\n"); }

}  // namespace validator
