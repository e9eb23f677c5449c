#pragma once

#include "bench/board.hpp"
#include "bench/processes.hpp"
#include "bench/server.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace bench {

constexpr std::chrono::milliseconds simulated_round_trip{50};

// Where everything is measured: the server, the relay in front of it, and the board. They belong to the first process;
// programs that it runs see the same ones through a description.
class stage {
public:
    stage();
    explicit stage(const std::string& description);
    ~stage();
    stage(const stage&) = delete;

    std::string description() const;
    std::string origin() const { return "https://127.0.0.1:" + std::to_string(port_); }
    std::string relayed_origin() const { return "https://127.0.0.1:" + std::to_string(relay_port_); }
    std::uint16_t port() const { return port_; }
    const std::string& ca_file() const { return ca_file_; }

    board& seen() const { return *seen_; }
    // These calls get no answer until release.
    void hold(std::uint32_t calls) const { seen_->held_calls = calls; }
    void release() const;

private:
    void map_board();

    std::unique_ptr<certificate_authority> authority_;
    std::string ca_file_;
    int memory_ = -1, bell_ = -1;
    board* seen_ = nullptr;
    std::uint16_t port_ = 0, relay_port_ = 0;
    std::unique_ptr<child_process> server_, relay_;
};

// Polls until it is so. Throws after half a minute: `what` did not happen.
template <class Condition>
void wait_until(std::string_view what, Condition reached);

// Figures as counted by the board between its construction and now.
class difference {
public:
    explicit difference(const board& seen)
        : seen_{seen},
          connections_{seen.connections},
          gettoken_{seen.gettoken},
          getuserinfo_{seen.getuserinfo},
          handshakes_{seen.handshakes + seen.resumed_handshakes},
          round_trips_{seen.round_trips} {}

    std::uint64_t connections() const { return seen_.connections - connections_; }
    std::uint64_t gettoken() const { return seen_.gettoken - gettoken_; }
    std::uint64_t getuserinfo() const { return seen_.getuserinfo - getuserinfo_; }
    std::uint64_t handshakes() const { return seen_.handshakes + seen_.resumed_handshakes - handshakes_; }
    std::uint64_t round_trips() const { return seen_.round_trips - round_trips_; }

private:
    const board& seen_;
    std::uint64_t connections_, gettoken_, getuserinfo_, handshakes_, round_trips_;
};

[[noreturn]] void give_up_waiting(std::string_view what);
void pause_between_looks();

template <class Condition>
void wait_until(std::string_view what, Condition reached) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!reached()) {
        if (std::chrono::steady_clock::now() > end) give_up_waiting(what);
        pause_between_looks();
    }
}

}  // namespace bench
