// A process without OpenSSL, as a host may be, that loads the plugin and logs one person in. It says how long that
// took.

#include "bench/tenant.hpp"

#include <chrono>
#include <cstdio>
#include <exception>

int main(int, char** arguments) try {
    using clock = std::chrono::steady_clock;
    const auto milliseconds = [](clock::duration of) { return std::chrono::duration<double, std::milli>{of}.count(); };
    const auto begin = clock::now();
    const auto plugin = bench::open_plugin();
    const auto loaded = clock::now();
    bench::tenant acme{plugin, {arguments[1], arguments[2]}};
    acme.log_in(acme.grants(1).front());
    const auto end = clock::now();
    std::printf("load_ms: %f\nall_ms: %f\n", milliseconds(loaded - begin), milliseconds(end - begin));
    return 0;
} catch (const std::exception& broken) {
    std::fprintf(stderr, "cold start: %s\n", broken.what());
    return 1;
}
