// The kernel refuses what the plugin asks for. A clock that cannot be read is not among it: for the clocks that are
// read here Linux knows no such failure.

#include "faults/process/app.hpp"
#include "faults/process/refusing_kernel.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <cerrno>
#include <cstring>
#include <optional>

using namespace process_faults;
using namespace process;

namespace {

constexpr auto timeout = 2000ms;

// How a login ends while the kernel refuses this, from the beginning of an instance or once it is warm. The next is
// well.
std::string login_without(kernel_call which, int error, bool warm, int times = refusal::always) {
    CAPTURE(std::strerror(error), warm, times);
    wecom_process wecom;
    app host{wecom.config()};
    if (warm) CHECK(host.log_in().status == IDP_OK);
    const auto token = host.come_back("alice");
    call_end end;
    {
        const refusal kernel{which, error, times};
        end = host.resolve(token, timeout);
        CHECK(kernel.met() > 0);
    }
    CHECK(end.elapsed <= timeout + 250ms);
    CHECK(host.log_in("bob").story() == "OK bob");
    return end.story();
}

}  // namespace

TEST_CASE("F86: no socket can be made", "[kernel]") {
    for (const int error : {EMFILE, ENFILE, ENOBUFS, ENOMEM}) {
        CHECK(login_without(kernel_call::socket, error, false) == "-5 connect");
        CHECK(login_without(kernel_call::socket, error, false, 1) == "OK alice");
    }
}

TEST_CASE("F86: connect fails", "[kernel]") {
    for (const int error : {EADDRNOTAVAIL, ENETUNREACH, EPERM, EINTR}) {
        CHECK(login_without(kernel_call::connect, error, false) == "-5 connect");
        CHECK(login_without(kernel_call::connect, error, false, 1) == "OK alice");
    }
}

TEST_CASE("F86: sending fails", "[kernel]") {
    for (const int error : {EPIPE, ECONNRESET, ENOBUFS}) {
        CHECK(login_without(kernel_call::send, error, false) == "-5 net");
        CHECK(login_without(kernel_call::send, error, false, 1) == "OK alice");
        // Nothing of the request was written, so it may be repeated.
        CHECK(login_without(kernel_call::send, error, true, 1) == "OK alice");
    }
    for (const bool warm : {false, true})
        CHECK(login_without(kernel_call::send, EINTR, warm, 1) == "OK alice");
}

TEST_CASE("F86: receiving fails", "[kernel]") {
    for (const int error : {ECONNRESET, ETIMEDOUT, ENOMEM}) {
        CHECK(login_without(kernel_call::receive, error, false) == "-5 net");
        CHECK(login_without(kernel_call::receive, error, false, 1) == "OK alice");
    }
    // A kept connection is looked at before it is used, and found broken.
    CHECK(login_without(kernel_call::receive, ENOMEM, true) == "-5 net");
    CHECK(login_without(kernel_call::receive, ENOMEM, true, 1) == "OK alice");
    for (const bool warm : {false, true})
        CHECK(login_without(kernel_call::receive, EINTR, warm, 1) == "OK alice");
}

TEST_CASE("F86: waiting is interrupted", "[kernel]") {
    for (const bool warm : {false, true})
        CHECK(login_without(kernel_call::epoll_wait, EINTR, warm, 100) == "OK alice");
}

TEST_CASE("F86: the I/O thread cannot start", "[kernel]") {
    CHECK(login_without(kernel_call::pthread_create, EAGAIN, false) == "-13 no_memory");
    for (const int error : {EMFILE, ENFILE, ENOMEM})
        CHECK(login_without(kernel_call::epoll_create, error, false) == "-13 no_memory");
    // Of these there are substitutes.
    for (const int error : {EMFILE, ENFILE, ENOMEM, EINVAL}) {
        CHECK(login_without(kernel_call::eventfd, error, false) == "OK alice");
        CHECK(login_without(kernel_call::timerfd, error, false) == "OK alice");
    }
}

TEST_CASE("F86: there is no randomness", "[kernel]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&]() -> std::string {
              const hidden_files devices{"/dev/"};
              std::optional<refusal> kernel{std::in_place, kernel_call::entropy, EIO};
              const auto created = creation(wecom.config()).story();
              if (kernel->met() == 0) return "randomness came from elsewhere";
              kernel.reset();
              return created + ", then " + app{wecom.config()}.log_in("alice").story();
          }) == "-13 no_memory, then OK alice");
}
