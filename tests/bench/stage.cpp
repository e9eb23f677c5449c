#include "bench/stage.hpp"

#include "bench/relay.hpp"

#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace bench {

// Neither descriptor is close-on-exec: programs that are run inherit them.
stage::stage()
    : authority_{std::make_unique<certificate_authority>()},
      ca_file_{authority_->pem_file()},
      memory_{::memfd_create("board", 0)},
      bell_{::eventfd(0, EFD_NONBLOCK)} {
    if (memory_ < 0 || bell_ < 0 || ::ftruncate(memory_, sizeof(board)) != 0)
        throw std::system_error{errno, std::generic_category(), "shared memory"};
    map_board();
    seen_->valid_token = 1;
    const auto to_server = listen_on_loopback(1024), to_relay = listen_on_loopback(1024);
    port_ = to_server.port;
    relay_port_ = to_relay.port;
    const auto who = authority_->issue({.ends = std::chrono::hours{24}});
    const int cpu = processors_of_this_run().servers;
    server_ = std::make_unique<child_process>([&] { serve(to_server.socket, bell_, *seen_, who); }, cpu);
    relay_ = std::make_unique<child_process>([&] { relay(to_relay.socket, port_, simulated_round_trip, *seen_); }, cpu);
    ::close(to_server.socket);
    ::close(to_relay.socket);
}

stage::stage(const std::string& description) {
    std::istringstream in{description};
    if (!(in >> memory_ >> bell_ >> port_ >> relay_port_ >> ca_file_))
        throw std::invalid_argument{"the description of a stage is broken"};
    map_board();
}

stage::~stage() { ::munmap(seen_, sizeof(board)); }

std::string stage::description() const {
    std::ostringstream out;
    out << memory_ << ' ' << bell_ << ' ' << port_ << ' ' << relay_port_ << ' ' << ca_file_;
    return out.str();
}

void stage::map_board() {
    void* const memory = ::mmap(nullptr, sizeof(board), PROT_READ | PROT_WRITE, MAP_SHARED, memory_, 0);
    if (memory == MAP_FAILED) throw std::system_error{errno, std::generic_category(), "shared memory"};
    seen_ = static_cast<board*>(memory);  // zero from the kernel is what its members begin with
}

void stage::release() const {
    seen_->held_calls = 0;
    const std::uint64_t once = 1;
    if (::write(bell_, &once, sizeof once) < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
}

void give_up_waiting(std::string_view what) { throw std::runtime_error{"waited in vain for " + std::string{what}}; }

void pause_between_looks() { std::this_thread::sleep_for(std::chrono::microseconds{200}); }

}  // namespace bench
