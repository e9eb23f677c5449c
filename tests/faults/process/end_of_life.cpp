// How the library and the process end: unloaded, and with living instances.

#include "faults/process/app.hpp"
#include "faults/process/crowd.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <dlfcn.h>
#include <malloc.h>

#include <cstdlib>
#include <fstream>
#include <thread>

using namespace process_faults;
using namespace process;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int loads = 10, exits = 5;
#else
constexpr int loads = 100, exits = 100;
#endif

bool is_mapped(std::string_view library) {
    std::ifstream maps{"/proc/self/maps"};
    for (std::string line; std::getline(maps, line);)
        if (line.ends_with(library)) return true;
    return false;
}

// The build of the plugin that may be unmapped, loaded.
class loaded_library {
public:
    loaded_library() : handle_{::dlopen(UNMAPPABLE_PLUGIN_FILE, RTLD_NOW | RTLD_LOCAL)} {
        if (!handle_) throw std::runtime_error{::dlerror()};
    }
    const idp_plugin_v1& table() const {
        return *reinterpret_cast<idp_plugin_entry_v1_fn>(::dlsym(handle_, IDP_PLUGIN_ENTRY_V1))();
    }
    void close() const { ::dlclose(handle_); }

private:
    void* handle_;
};

// One login between load and unload: what came of it.
std::string login_and_unload(const std::string& config, bool from_another_thread) {
    const loaded_library library;
    if (!is_mapped(UNMAPPABLE_PLUGIN_FILE)) return "not loaded";
    std::string story;
    {
        app own{library.table(), config};
        story = own.log_in("alice").story();
    }
    if (from_another_thread)
        std::thread{[&] { library.close(); }}.join();
    else
        library.close();
    return is_mapped(UNMAPPABLE_PLUGIN_FILE) ? "still mapped" : story;
}

// What such a process still has is no leak.
bool ends_as_it_is = false;
[[noreturn]] void end_as_it_is() {
    ends_as_it_is = true;
    std::exit(0);
}

// Ends as a host does that cares for nothing: instances live, and the plugin is at work.
std::string exit_with_living_instances(const std::string& config) {
    auto& used = *new app{config, "used"};
    auto& busy = *new app{config, "busy"};
    new app{config, "idle"};
    if (const auto end = used.log_in(); end.status != IDP_OK) return end.story();
    auto& logins = *new crowd{busy};
    logins.begin("mute_1");
    if (logins.begin(64) != 64) return "not begun";
    end_as_it_is();
}

}  // namespace

#ifdef __SANITIZE_ADDRESS__
extern "C" __attribute__((visibility("default"))) int __lsan_is_turned_off();
int __lsan_is_turned_off() { return ends_as_it_is; }
#endif

TEST_CASE("F84: the build that may be unmapped is, after every login", "[process]") {
    wecom_process wecom;
    // In a child: what a library keeps for the life of the process is lost with every load.
    CHECK(said_by_a_child([&]() -> std::string {
              std::size_t heap = 0;
              for (int i = 0; i < loads; ++i) {
                  if (i == loads / 2) heap = ::mallinfo2().uordblks;
                  if (const auto story = login_and_unload(wecom.config(), i % 2 == 1); story != "OK alice")
                      return "round " + std::to_string(i) + ": " + story;
              }
              const auto lost_each_time = (::mallinfo2().uordblks - heap) / (loads / 2);
              return lost_each_time <= 64 * 1024 ? "" : "lost each time: " + std::to_string(lost_each_time);
          }) == "");
    CHECK(wecom.book().tokens == loads);
}

TEST_CASE("F84: a process ends with the library loaded and no instance left", "[process]") {
    wecom_process wecom;
    CHECK(said_by_a_child([&]() -> std::string {
              const loaded_library library;
              if (app{library.table(), wecom.config()}.log_in().status == IDP_OK) end_as_it_is();
              return "no login";
          }) == "");
}

TEST_CASE("F84: a process ends with living instances and logins under way", "[process]") {
    wecom_process wecom;
    for (int i = 0; i < exits; ++i)
        if (const auto said = said_by_a_child([&] { return exit_with_living_instances(wecom.config()); });
            !said.empty())
            FAIL_CHECK("round " << i << ": " << said);
    CHECK(wecom.book().tokens >= exits);
}
