// What is left of a secret when nobody needs it any more.

#include "faults/process/app.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <malloc.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

using namespace process_faults;
using namespace process;

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // whose shadows fill the address space

namespace {

// What this test's own functions have left below the stack would be counted before a login, and be overwritten by it.
[[gnu::noinline]] void wipe_unused_stack() {
    volatile char below[256 * 1024];
    for (auto& byte : below)
        byte = 0;
}

// How often this process has the text in memory that it can write to. It is looked for where it lies: a copy would
// count.
int occurrences(const std::string& text) {
    std::ifstream maps{"/proc/self/maps"};
    int out = 0;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t begin = 0, end = 0;
        char dash = 0;
        std::string rights;
        std::istringstream{line} >> std::hex >> begin >> dash >> end >> rights;
        if (!rights.starts_with("rw") || line.ends_with("[vvar]")) continue;
        std::string_view memory{reinterpret_cast<const char*>(begin), end - begin};
        for (auto at = memory.find(text); at != memory.npos; at = memory.find(text, at + text.size()))
            ++out;
    }
    return out;
}

// Runs a life of the plugin; "" if it has left no copy of the secret behind.
std::string life(const wecom_process& wecom) {
    ::mallopt(M_PERTURB, 0x5A);  // freed memory keeps nothing of what it was
    wecom.book().secret = 33;    // no other test has left copies of this one
    const auto secret = wecom_process::secret_text(33);
    const auto config = wecom.config({{"corpsecret", secret}});
    wipe_unused_stack();
    const int before = occurrences(secret);
    {
        app host{config};
        if (const auto end = host.log_in(); end.status != IDP_OK) return end.story();
        if (occurrences(secret) == before) return "not seen while it is used: this test would see nothing";
    }
    const int left = occurrences(secret) - before;
    return left > 0 ? std::to_string(left) + " copies are left" : "";
}

}  // namespace

TEST_CASE("T33: after destroy the secret of the app is nowhere in memory", "[process]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&] { return life(wecom); }) == "");
}

#endif
