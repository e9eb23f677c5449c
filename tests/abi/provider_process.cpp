// Any provider: loading, threads, processes, and calls from places where none may come from.

#include "login.hpp"
#include "support/catch.hpp"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

using abi_test::login;
using abi_test::outcome;
using abi_test::sized;

namespace {

struct process : login {
    process() : login{abi_test::provider_file(), abi_test::provider_config()} {}
};

auto entries(const char* directory) {
    return std::distance(std::filesystem::directory_iterator{directory}, std::filesystem::directory_iterator{});
}

// Whether a thread of this process waits for something.
bool sleeps(pid_t thread) {
    std::ifstream in{"/proc/self/task/" + std::to_string(thread) + "/stat"};
    const std::string stat{std::istreambuf_iterator<char>{in}, {}};
    return stat.find(") S ") != std::string::npos;
}

// The exit status of a child in which question is asked; it never returns to the test.
template <class Question>
int in_a_child(Question question) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(question() ? 0 : 1);
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("the entry is pure, and returns the same table for ever", "[process]") {
    void* handle = ::dlopen(abi_test::provider_file().c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    REQUIRE(handle);
    const auto entry = reinterpret_cast<idp_plugin_entry_v1_fn>(::dlsym(handle, IDP_PLUGIN_ENTRY_V1));
    REQUIRE(entry);
    const auto threads = entries("/proc/self/task"), files = entries("/proc/self/fd");
    const auto* first = entry();
    for (int i = 0; i < 1000; ++i)
        if (entry() != first) FAIL("another table");
    CHECK(first->abi_minor == IDP_ABI_MINOR);
    CHECK(entries("/proc/self/task") == threads);
    CHECK(entries("/proc/self/fd") == files);
}

TEST_CASE("the descriptor says everything that a host shows", "[process]") {
    const auto provider = idp::provider::open(abi_test::provider_file());
    const auto& about = provider.descriptor();
    CHECK(about.struct_size >= sizeof about);
    for (const char* text : {about.id, about.name, about.vendor, about.version, about.license, about.homepage,
                             about.description, about.modes, about.config_schema})
        CHECK((text && *text));
    CHECK(std::string_view{about.id}.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.") ==
          std::string_view::npos);
    CHECK((about.icon_media_type == std::string{"image/svg+xml"} || about.icon_media_type == std::string{"image/png"}));
    CHECK(about.icon.len > 0);
    CHECK(about.icon.len <= IDP_MAX_ICON);
}

TEST_CASE("an extension nobody has heard of is null", "[process]") {
    const auto provider = idp::provider::open(abi_test::provider_file());
    const auto id = GENERATE(as<std::string>{}, "", "idp.config-check/1x", "idp.config-check/", "IDP.CONFIG-CHECK/1",
                             std::string(65536, 'i'));
    CHECK(provider.extension<void>(id.c_str()) == nullptr);
}

TEST_CASE_METHOD(process, "a child cannot use the instance of its parent, and leaves it alone", "[process]") {
    const auto request = authorize_request();
    auto callback = sized<idp_callback_request>();
    auto resolve = sized<idp_resolve_request>();
    CHECK(in_a_child([&] {
              idp::owned<idp_authorize_result> url;
              auto err = idp::make_error();
              return table().build_authorize_url(self(), &request, url.out(), &err) == IDP_E_WRONG_PROCESS &&
                     table().handle_callback(self(), &callback, grant.out(), &err) == IDP_E_WRONG_PROCESS &&
                     table().resolve_account(self(), &resolve, account.out(), &err) == IDP_E_WRONG_PROCESS &&
                     err.reason == std::string{"wrong_process"} && table().prepare(self()) == IDP_E_WRONG_PROCESS &&
                     table().cancel(self(), 1) == IDP_E_WRONG_PROCESS && table().destroy(self()) == IDP_E_WRONG_PROCESS;
          }) == 0);
    CHECK(come_back(begin()) == outcome{});
}

TEST_CASE("a child makes instances of its own", "[process]") {
    login parents{abi_test::provider_file(), abi_test::provider_config()};
    CHECK(in_a_child([] {
              login own{abi_test::provider_file(), abi_test::provider_config()};
              return own.come_back(own.begin()) == outcome{};
          }) == 0);
}

TEST_CASE_METHOD(process, "calls that wait are refused inside a host function, and the instance lives on",
                 "[process]") {
    idp_status destroyed = IDP_OK, resolved = IDP_OK;
    auto err = idp::make_error();
    host.when_asked_the_time = [&] {
        const auto request = sized<idp_resolve_request>();
        destroyed = table().destroy(self());
        resolved = table().resolve_account(self(), &request, account.out(), &err);
    };
    const auto begun = begin();
    CHECK(destroyed == IDP_E_INVALID);
    CHECK(resolved == IDP_E_INVALID);
    CHECK(err.reason == std::string{"reentrant"});
    host.when_asked_the_time = {};
    CHECK(come_back(begun) == outcome{});
}

TEST_CASE_METHOD(process, "cancel of what does not run says no", "[process]") {
    CHECK(table().cancel(self(), 42) == IDP_NO);
}

TEST_CASE_METHOD(process, "many threads log in on one instance at once", "[process]") {
    const auto begun = begin();
    const auto state = "code=alice&state=" + begun.state;
    const auto transaction = idp::str(begun.transaction);
    auto callback = sized<idp_callback_request>();
    callback.query = idp::str(state);
    callback.transactions = {&transaction, 1, sizeof transaction};
    callback.redirect_uri = idp::str(redirect_uri);
    const auto request = authorize_request();
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round) {
                idp::owned<idp_authorize_result> url;
                idp::owned<idp_grant> mine;
                if (table().build_authorize_url(self(), &request, url.out(), nullptr)) ++failures;
                if (table().handle_callback(self(), &callback, mine.out(), nullptr)) ++failures;
            }
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(failures == 0);
}

TEST_CASE_METHOD(process, "destroy waits for the calls inside", "[process]") {
    std::atomic<bool> inside = false, destroyed = false;
    std::atomic<pid_t> destroyer_id = 0;
    bool too_early = false;
    host.when_asked_the_time = [&] {
        inside = true;
        inside.notify_one();
        destroyer_id.wait(0);
        while (!destroyed && !sleeps(destroyer_id))
            std::this_thread::yield();
        too_early = destroyed;
    };
    std::thread caller{[&] { begin(); }};
    inside.wait(false);
    std::thread destroyer{[&, instance = give_up_instance()]() mutable {
        destroyer_id = ::gettid();
        destroyer_id.notify_one();
        idp::instance{std::move(instance)};
        destroyed = true;
    }};
    caller.join();
    destroyer.join();
    CHECK_FALSE(too_early);
}
