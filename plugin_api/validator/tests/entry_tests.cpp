#include "validator/system_calls.hpp"
#include "validator/tests/sections.hpp"
#include "validator/trial.hpp"

#include <link.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <clocale>
#include <csignal>
#include <fstream>
#include <set>

namespace validator {
namespace {

// What a child says that has nothing to tell, or cannot be watched.
constexpr char well[] = "well", no_filter[] = "no filter";

// What loading a library must leave as it is.
struct surroundings {
    std::ptrdiff_t descriptors, threads;
    std::vector<std::string> environment;
    std::string locale;
    sigset_t blocked;
};

std::ptrdiff_t entries_of(const char* directory) {
    return std::distance(std::filesystem::directory_iterator{directory}, std::filesystem::directory_iterator{});
}

surroundings look_around() {
    surroundings out{
        entries_of("/proc/self/fd"), entries_of("/proc/self/task"), {}, std::setlocale(LC_ALL, nullptr), {}};
    for (char** each = environ; each && *each; ++each)
        out.environment.emplace_back(*each);
    ::pthread_sigmask(SIG_BLOCK, nullptr, &out.blocked);
    return out;
}

// What loading has done to the process; empty if nothing.
std::string difference(const surroundings& before, const surroundings& after) {
    if (after.threads != before.threads) return "starts a thread";
    if (after.descriptors != before.descriptors) return "opens a descriptor and keeps it";
    if (after.environment != before.environment) return "changes the environment";
    if (after.locale != before.locale) return "changes the locale";
    for (int signal = 1; signal < NSIG; ++signal)
        if (sigismember(&before.blocked, signal) != sigismember(&after.blocked, signal))
            return "changes the signal mask";
    return {};
}

std::set<std::string> mapped_files() {
    std::ifstream maps{"/proc/self/maps"};
    std::set<std::string> out;
    for (std::string line; std::getline(maps, line);)
        if (const auto path = line.find('/'); path != line.npos) out.insert(line.substr(path));
    return out;
}

// A file that is mapped now, was not before, and is no library; empty if there is none.
std::string mapped_since(const std::set<std::string>& before) {
    std::set<std::string> libraries;
    ::dl_iterate_phdr(
        [](dl_phdr_info* library, std::size_t, void* to) {
            std::error_code none;
            static_cast<std::set<std::string>*>(to)->insert(std::filesystem::canonical(library->dlpi_name, none));
            return 0;
        },
        &libraries);
    for (const auto& file : mapped_files())
        if (!before.contains(file) && !libraries.contains(file)) return file;
    return {};
}

std::string load(const std::filesystem::path& library, int tell, idp_plugin_entry_v1_fn& entry) {
    const auto before = look_around();
    const auto mapped_before = mapped_files();
    if (!forbid_changes(tell)) return no_filter;
    entry = idp::provider::entry_of(library);
    if (const auto change = difference(before, look_around()); !change.empty()) return "loading the library " + change;
    if (const auto file = mapped_since(mapped_before); !file.empty()) return "loading the library maps " + file;
    return {};
}

void say(int tell, std::string_view what) {
    if (::write(tell, what.data(), what.size()) < 0) ::_exit(2);
}

// To the end of the process, since nothing else may be done in it: no memory, not even given back.
[[noreturn]] void enter(idp_plugin_entry_v1_fn entry, int tell) {
    say(tell, "entry ");
    if (!forbid_everything()) say(tell, no_filter), ::_exit(0);
    const auto* first = entry();
    bool is_same = true;
    for (int i = 1; i < 1000; ++i)
        is_same &= entry() == first;
    say(tell, is_same ? well : "idp_plugin_entry_v1 does not always return the same pointer");
    ::_exit(0);
}

[[noreturn]] void be_the_child(const std::filesystem::path& library, int tell) {
    idp_plugin_entry_v1_fn entry = nullptr;
    std::string fault;
    try {
        fault = load(library, tell, entry);
    } catch (const idp::load_error& why) {
        fault = why.what();
    }
    if (fault.empty()) enter(entry, tell);
    say(tell, fault);
    ::_exit(0);
}

// What the child says: "well", why not, or the number of a system call that it should not have made.
std::string in_a_child(const std::filesystem::path& library) {
    int line[2];
    expect(::pipe(line) == 0, "no pipe");
    const pid_t child = ::fork();
    if (child == 0) be_the_child(library, line[1]);
    ::close(line[1]);
    std::string out;
    char part[512];
    for (ssize_t count; (count = ::read(line[0], part, sizeof part)) > 0;)
        out.append(part, static_cast<std::size_t>(count));
    ::close(line[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    expect(!WIFSIGNALED(status), "loading the library or calling its entry ends the process");
    return out;
}

void entry_is_pure(trial& t) {
    auto said = in_a_child(t.library);
    const bool was_loaded = said.starts_with("entry ");
    if (was_loaded) said.erase(0, 6);
    if (said == well) return;
    if (said == no_filter)
        return t.warn("this system has no seccomp: what the library does when it is loaded was not seen");
    if (!said.empty() && said.find_first_not_of("0123456789") == said.npos)
        said = (was_loaded ? "idp_plugin_entry_v1" : "loading the library") + std::string{" makes the system call "} +
               system_call_named(said);
    else if (!was_loaded && !said.starts_with("loading"))
        throw no_provider{said};
    throw violation{said + ". Loading and the entry do nothing that anybody could observe."};
}

void table_complete(trial& t) {
    const auto& table = t.table();
    expect(table.min_host_minor <= table.abi_minor,
           "min_host_minor is above abi_minor. It is the smallest minor that the provider can live with.");
}

// Every extension table begins with its size, and has the functions of minor 0.
template <class Table, class... Function>
void must_be_complete(trial& t, const char* id, std::size_t minor_0, Function Table::*... functions) {
    const auto* table = t.extension<Table>(id);
    if (!table) return;
    expect(table->struct_size >= minor_0, std::string{"the struct_size of "} + id + " is below that of minor 0");
    expect((... && (table->*functions != nullptr)), std::string{"a function of "} + id + " is null. All are required.");
    expect(t.extension<Table>(id) == table,
           std::string{"get_extension answers "} + id + " with another pointer each time");
}

void extensions_complete(trial& t) {
    must_be_complete(t, IDP_CONFIG_CHECK_V1, IDP_CONFIG_CHECK_V1_MINOR_0, &idp_config_check_v1::check);
    must_be_complete(t, IDP_LOGIN_PAGE_V1, IDP_LOGIN_PAGE_V1_MINOR_0, &idp_login_page_v1::options);
    must_be_complete(t, IDP_ASYNC_V1, IDP_ASYNC_V1_MINOR_0, &idp_async_v1::resolve_account_start);
    must_be_complete(t, IDP_SELF_TEST_V1, IDP_SELF_TEST_V1_MINOR_0, &idp_self_test_v1::run);
    must_be_complete(t, IDP_BIND_TICKET_V1, IDP_BIND_TICKET_V1_MINOR_0, &idp_bind_ticket_v1::issue,
                     &idp_bind_ticket_v1::redeem);
    must_be_complete(t, IDP_HTTP_ROUTES_V1, IDP_HTTP_ROUTES_V1_MINOR_0, &idp_http_routes_v1::routes);
}

constexpr std::chrono::milliseconds slow_scan{100};

void scan_time(trial& t) {
    const auto begin = std::chrono::steady_clock::now();
    const auto* id = t.table().descriptor->id;
    const auto elapsed = std::chrono::steady_clock::now() - begin;
    expect(id != nullptr, "the descriptor has no id");
    if (elapsed > slow_scan)
        t.warn("loading the library and reading its descriptor took " +
               std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count()) +
               " ms: whoever lists providers waits for it");
}

}  // namespace

section entry_tests() {
    static constexpr contract_test tests[] = {
        {"table-complete", "The table has every function of minor 0.", "R3 R4", needs::nothing, table_complete},
        {"extensions-complete", "Each extension that is there is the same at every question, and has every function.",
         "R4 R7", needs::nothing, extensions_complete},
        {"entry-is-pure", "Loading and the entry do nothing that anybody could observe.", "R2 R22", needs::nothing,
         entry_is_pure},
        {"scan-time", "Loading the library and reading its descriptor takes less than 100 ms.", "R2", needs::nothing,
         scan_time},
    };
    return tests;
}

}  // namespace validator
