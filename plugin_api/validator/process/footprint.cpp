#include "validator/process/footprint.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace process {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::size_t entries(const char* directory) {
    std::error_code ends;  // what is listed may end meanwhile
    std::size_t count = 0;
    for (fs::directory_iterator at{directory, ends}; !ends && at != fs::directory_iterator{}; at.increment(ends))
        ++count;
    return count;
}

std::size_t threads_beside_the_server() {
    std::error_code ends;
    std::size_t count = 0;
    for (fs::directory_iterator at{"/proc/self/task", ends}; !ends && at != fs::directory_iterator{};
         at.increment(ends)) {
        std::ifstream comm{at->path() / "comm"};
        if (std::string name; std::getline(comm, name) && name != "tls-server") ++count;
    }
    return count;
}

}  // namespace

footprint footprint::now() { return {entries("/proc/self/fd"), threads_beside_the_server()}; }

footprint footprint::settled() const {
    const auto patience = std::chrono::steady_clock::now() + 10s;
    auto seen = now();
    while ((seen.descriptors > descriptors || seen.threads > threads) && std::chrono::steady_clock::now() < patience) {
        std::this_thread::yield();
        seen = now();
    }
    return {std::max(seen.descriptors, descriptors), std::max(seen.threads, threads)};
}

}  // namespace process
