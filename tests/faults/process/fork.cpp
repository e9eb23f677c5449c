// What a host may do with fork: at any time, also while logins are under way.

#include "faults/process/app.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <thread>
#include <vector>

using namespace process_faults;
using namespace process;

namespace {

// What a child says of the instance that it inherited, and of one of its own.
std::string both_instances(app& inherited, const wecom_process& wecom) {
    const auto of_parent = inherited.resolve("any").story();
    const auto destroyed = inherited.table().destroy(inherited.self());
    app own{wecom.config(), "own"};
    const auto of_child = own.log_in("person0").story();
    own.destroy();
    return of_parent + ", " + std::to_string(destroyed) + ", " + of_child;
}
const std::string as_promised = "-12 wrong_process, -12, OK person0";

#ifndef __SANITIZE_ADDRESS__
constexpr int rounds = 20;

// Logins of the parent, without a pause, until the end of this.
class busy_parent {
public:
    explicit busy_parent(app& with) {
        for (int i = 0; i < 4; ++i)
            threads_.emplace_back([&](const std::stop_token& end) {
                while (!end.stop_requested())
                    if (with.log_in().status != IDP_OK) ++failures;
            });
    }
    ~busy_parent() { stop(); }
    void stop() {
        for (auto& thread : threads_)
            thread.request_stop();
        threads_.clear();
    }
    std::atomic<int> failures{0};

private:
    std::vector<std::jthread> threads_;
};
#endif

std::vector<int> sockets() {
    std::vector<int> out;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
        const int fd = std::stoi(entry.path().filename());
        sockaddr_storage peer{};
        socklen_t size = sizeof peer;
        if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && peer.ss_family == AF_INET)
            out.push_back(fd);
    }
    return out;
}

}  // namespace

TEST_CASE("F83: a host that forks after create, before its first login", "[process]") {
    wecom_process wecom;
    app parent{wecom.config()};
    CHECK(said_by_a_child([&] { return both_instances(parent, wecom); }) == as_promised);
    CHECK(parent.log_in("alice").story() == "OK alice");
}

TEST_CASE("F83: the kept connection of a host that forks stays its own and whole", "[process]") {
    wecom_process wecom;
    app parent{wecom.config()};
    CHECK(parent.log_in("alice").story() == "OK alice");
    CHECK(wecom.book().connections == 1);
    for (int i = 1; i <= 5; ++i) {
        CHECK(said_by_a_child([&] { return both_instances(parent, wecom); }) == as_promised);
        CHECK(wecom.book().connections == 1 + i);
        // A record of the child's on the parent's connection would end it.
        CHECK(parent.log_in().status == IDP_OK);
        CHECK(wecom.book().connections == 1 + i);
    }
}

#ifndef __SANITIZE_ADDRESS__
// AddressSanitizer's malloc does not live through the fork of a process whose threads allocate.
TEST_CASE("F83: children of a host that is busy, one after the other", "[process]") {
    wecom_process wecom;
    app parent{wecom.config()};
    busy_parent logins{parent};
    wecom.wait_until([](const ledger& book) { return book.questions >= 8; });
    for (int i = 0; i < rounds; ++i)
        if (const auto said = said_by_a_child([&] { return both_instances(parent, wecom); }); said != as_promised)
            FAIL_CHECK("round " << i << ": " << said);
    logins.stop();
    CHECK(logins.failures == 0);
    CHECK(parent.log_in("alice").story() == "OK alice");
    CHECK(wecom.book().connections <= 4 + rounds);
}
#endif

TEST_CASE("F83: a pool of workers, as multiprocessing makes it", "[process]") {
    wecom_process wecom;
    app parent{wecom.config()};
    CHECK(parent.log_in("alice").story() == "OK alice");
    std::vector<std::unique_ptr<child>> workers;
    for (int i = 0; i < 4; ++i)
        workers.push_back(std::make_unique<child>([&] {
            app own{wecom.config()};
            for (int login = 0; login < 10; ++login)
                if (const auto end = own.log_in(); end.status != IDP_OK) return end.story();
            return both_instances(parent, wecom);
        }));
    for (auto& worker : workers)
        CHECK(worker->said() == as_promised);
    CHECK(wecom.book().connections == 1 + 4);
}

TEST_CASE("F83: a host that loads the library, becomes a daemon and then makes its instance", "[process]") {
    wecom_process wecom;
    CHECK(idp::provider::open(plugin_file()).descriptor().id == std::string{"org.idpplugin.wecom"});
    CHECK(said_by_a_child([&]() -> std::string {
              const auto starter = ::getpid();
              if (::daemon(1, 1) != 0) return "no daemon";
              // The starter has ended; the daemon speaks through its pipe.
              app own{wecom.config()};
              return ::getpid() == starter ? "the same process" : own.log_in("alice").story();
          }) == "OK alice");
}

TEST_CASE("F83: a program that the host starts inherits no connection", "[process]") {
    wecom_process wecom;
    app parent{wecom.config()};
    CHECK(parent.log_in("alice").story() == "OK alice");
    const auto open = sockets();
    REQUIRE(open.size() == 1);
    CHECK((::fcntl(open[0], F_GETFD) & FD_CLOEXEC) != 0);
    CHECK(said_by_a_child([&]() -> std::string {
              ::execl("/bin/sh", "sh", "-c", "exit 7", nullptr);
              return "no shell";
          }) == "exit status 7");
    CHECK(parent.log_in("bob").story() == "OK bob");
    CHECK(wecom.book().connections == 1);
}
