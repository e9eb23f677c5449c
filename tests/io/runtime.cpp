#include "io/runtime.hpp"

#include "support/catch.hpp"
#include "support/local_wecom.hpp"
#include "support/outcome.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

using namespace wecom;
using namespace std::chrono_literals;

#ifdef __SANITIZE_THREAD__
// A forked child of these tests starts a thread.
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_options();
const char* __tsan_default_options() { return "die_after_fork=0"; }
#endif

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// What the kernel says about our I/O threads.
std::vector<std::string> io_threads() {
    std::vector<std::string> out;
    for (const auto& task : std::filesystem::directory_iterator{"/proc/self/task"})
        if (text_of(task.path() / "comm") == "idp-io\n") out.push_back(text_of(task.path() / "status"));
    return out;
}

// The kernel forgets a thread a moment after it was joined.
bool no_io_thread_is_left() {
    const auto at_last = in(long_enough);
    while (!io_threads().empty())
        if (in(0ms) > at_last) return false;
    return true;
}

}  // namespace

TEST_CASE("no thread runs before the first call, one serves all instances, none is left after the last", "[runtime]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer);
    {
        instance one{wecom.settings()}, two{wecom.settings()}, three{wecom.settings()};
        CHECK(no_io_thread_is_left());
        CHECK(outcome(one.identify("n1")) == "ok");
        CHECK(outcome(two.identify("n2")) == "ok");
        CHECK(io_threads().size() == 1);
    }
    CHECK(no_io_thread_is_left());
}

TEST_CASE("the I/O thread takes no signal of the host", "[runtime]") {
    REQUIRE(no_io_thread_is_left());
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer);
    instance app{wecom.settings()};
    CHECK(outcome(app.identify("n1")) == "ok");
    const auto threads = io_threads();
    REQUIRE(threads.size() == 1);
    const auto at = threads[0].find("SigBlk:\t") + 8;
    const auto blocked = std::stoull(threads[0].substr(at, 16), nullptr, 16);
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGCHLD, SIGPIPE, SIGUSR1, SIGPROF}) {
        CAPTURE(signal);
        CHECK((blocked >> (signal - 1) & 1) == 1);
    }
    sigset_t ours;
    pthread_sigmask(SIG_BLOCK, nullptr, &ours);
    CHECK(sigismember(&ours, SIGTERM) == 0);
}

TEST_CASE("instances come and go, and each gets its answers", "[runtime]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer, 10);
    for (int i = 0; i < 10; ++i) {
        instance app{wecom.settings()};
        CHECK(outcome(app.identify("n1")) == "ok");
    }
    CHECK(no_io_thread_is_left());
}

TEST_CASE("instances share a connection if they go the same way, and only then", "[runtime]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer, 2);
    instance one{wecom.settings()}, same{wecom.settings({{"ip", "any"}})}, other{wecom.settings({{"ip", "v4"}})};
    CHECK(outcome(one.identify("n1")) == "ok");
    CHECK(outcome(same.identify("n2")) == "ok");
    CHECK(wecom.server.connections() == 1);
    CHECK(outcome(other.identify("n3")) == "ok");
    CHECK(wecom.server.connections() == 2);
}

TEST_CASE("an instance that uses plain http says so once", "[runtime]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer);
    instance careless{wecom.settings({{"in_app_base", "http://wecom.example"}, {"allow_http", true}})};
    CHECK(outcome(careless.identify("n1")) == "ok");
    CHECK(outcome(careless.identify("n2")) == "ok");
    const auto lines = careless.log->take(in(0ms));
    CHECK(std::count_if(lines.begin(), lines.end(), [](const auto& line) {
              return line.level == log_level::warning && line.text.find("/network/allow_http") != line.text.npos;
          }) == 1);
}

TEST_CASE("authorities are loaded once for all who trust the same", "[runtime]") {
    const certificate_authority authority, other;
    auto& process = runtime::of_this_process();
    const auto first = process.trust(authority.pem_file()).value();
    CHECK(process.trust(authority.pem_file()).value() == first);
    CHECK(process.trust(other.pem_file()).value() != first);
    CHECK(outcome(process.trust("/nowhere/ca.pem")) == "ca_file");
}

TEST_CASE("a forked child has a runtime of its own, while the parent's goes on", "[runtime]") {
    local_wecom wecom;
    wecom.server.serve(&local_wecom::answer_gettoken_only);
    wecom.server.serve(&local_wecom::answer, 2);
    instance app{wecom.settings()};
    auto busy = std::async(std::launch::async, [&] { return app.identify("n1", 1); });
    wecom.server.wait_until_asked(2);

    const auto* const inherited = &runtime::of_this_process();
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::alarm(60);
        const bool its_own = &runtime::of_this_process() != inherited;
        instance fresh{wecom.settings()};
        ::_exit(its_own && fresh.identify("n2").has_value() ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);

    CHECK(&runtime::of_this_process() == inherited);
    CHECK(outcome(app.identify("n3")) == "ok");
    CHECK(app.logins.cancel(1));
    CHECK(outcome(busy.get()) == "cancelled");
}
