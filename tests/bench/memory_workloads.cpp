#include "bench/memory_workloads.hpp"

#include "bench/rounds.hpp"
#include "bench/tenant.hpp"
#include "validator/process/memory.hpp"

#include <deque>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

namespace bench {
namespace {

std::string corpid_of(std::size_t which) {
    auto digits = std::to_string(which);
    return "ww" + std::string(16 - digits.size(), '0') + digits;
}

double resident_bytes() { return static_cast<double>(process::resident_bytes()); }

double descriptors() {
    return static_cast<double>(std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {}));
}

// Until nothing moves any more: neither the server nor the plugin's thread has anything left to do.
double settled_heap(const stage& at) {
    std::size_t heap = 0;
    std::int64_t held = 0;
    wait_until("rest", [&] {
        const auto heap_before = std::exchange(heap, heap_in_use());
        const auto held_before = std::exchange(held, at.seen().holding.load());
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        return held > 0 && held == held_before && heap == heap_before;
    });
    return static_cast<double>(heap);
}

}  // namespace

findings idle_instances(const stage& at, std::size_t count) {
    const auto plugin = open_plugin();
    const int threads = threads_of_this_process();
    std::deque<tenant> tenants;
    std::vector<double> took_ms;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i)
        names.push_back(corpid_of(i));
    std::size_t heap_of_first = 0, heap = heap_in_use();
    for (const auto& name : names) {
        const stopwatch one;
        tenants.emplace_back(plugin, tenant_settings{at.origin(), at.ca_file(), "none", name}, name);
        took_ms.push_back(one.seconds() * 1000);
        if (tenants.size() == 1) heap_of_first = heap_in_use();
    }
    findings out;
    out["first_ms"] = took_ms.front();
    out["thousandth_ms"] = percentile({took_ms.begin() + 990, took_ms.begin() + 1010}, 0.5);
    out["first_heap"] = static_cast<double>(heap_of_first - heap);
    out["each_heap"] = static_cast<double>(heap_in_use() - heap_of_first) / static_cast<double>(count - 1);
    out["threads"] = threads_of_this_process() - threads;
    for (auto& one : tenants)
        one.log_in(one.grants(1).front());
    out["threads_after_logins"] = threads_of_this_process() - threads;
    return out;
}

findings logins_in_flight(const stage& at, std::size_t count) {
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    const int threads = threads_of_this_process();
    const auto grants = acme.grants(count + 1);
    acme.log_in(grants.back());
    crowd people{acme, {grants.data(), count}};
    at.hold(call_getuserinfo);
    const auto heap = static_cast<double>(heap_in_use());
    const auto resident = resident_bytes(), files = descriptors();
    people.begin(pool_cap);
    const auto heap_of_full_pool = settled_heap(at);
    people.begin(count - pool_cap);
    const auto heap_of_all = settled_heap(at);
    findings out;
    out["each_connected"] = (heap_of_full_pool - heap) / pool_cap;
    out["each_waiting"] = (heap_of_all - heap_of_full_pool) / static_cast<double>(count - pool_cap);
    out["all"] = heap_of_all - heap;
    out["resident"] = resident_bytes() - resident;
    out["threads"] = threads_of_this_process() - threads;
    out["descriptors"] = descriptors() - files;
    out["connections"] = static_cast<double>(at.seen().open_connections);
    at.release();
    people.wait();
    out["failed"] = static_cast<double>(count - people.with_status(IDP_OK));
    out["kept"] = static_cast<double>(heap_in_use()) - heap;
    return out;
}

}  // namespace bench
