// One of several processes on a store: changes it, and prints a line for each change when it is done.
//   store_process first-start FILE       the administrator's password, or "nothing"
//   store_process put-if-absent FILE KEY "put" or "there"
//   store_process open-and-change FILE NAME MICROSECONDS
//   store_process change FILE NAME MICROSECONDS
//      changes without end, until its own alarm kills it, so long after its start or after the store is open

#include "store/first_start.hpp"
#include "store/store.hpp"

#include <openssl/rand.h>

#include <csignal>
#include <ctime>
#include <iostream>

namespace {

using namespace host;

// The time of made_up_world, and real randomness: no two processes may draw the same.
ambient surroundings() {
    return {.now = [] { return wall_time{std::chrono::seconds{1'800'000'000}}; },
            .steady_now = [] { return std::chrono::steady_clock::time_point{}; },
            .random_bytes =
                [](std::size_t count) {
                    std::string out(count, '\0');
                    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
                        std::abort();
                    return out;
                }};
}

void die_after(std::chrono::microseconds time) {
    sigevent how{};
    how.sigev_notify = SIGEV_SIGNAL;
    how.sigev_signo = SIGKILL;
    ::timer_t alarm{};
    const itimerspec when{{}, {.tv_sec = time.count() / 1'000'000, .tv_nsec = time.count() % 1'000'000 * 1000 + 1}};
    if (::timer_create(CLOCK_MONOTONIC, &how, &alarm) != 0 || ::timer_settime(alarm, 0, &when, nullptr) != 0)
        std::abort();
}

void say(const std::string& what) { std::cout << what << std::endl; }

// A user who comes, and a second who comes, binds an account, signs in and is deleted.
void change_once(store& at, const std::string& name, const provider_setting& setting) {
    const auto tenant_id = at.tenants.first().id;
    const auto now = surroundings().now();
    const auto enter = [&](const std::string& who) {
        const auto added = at.users.add({.tenant_id = tenant_id, .name = who}).value();
        at.bindings.add({.tenant_id = tenant_id, .user_id = added.id, .issuer = "i", .subject = who});
        say("bound " + who);
        const auto through = at.bindings.find(tenant_id, "i", who)->id;
        say("opened " + at.sessions.open({.user_id = added.id, .binding_id = through}, now)->token);
        return added.id;
    };
    enter(name + "-stays");
    const auto leaves = enter(name + "-leaves");
    at.users.set_state(leaves, user_state::deleted);
    say("deleted " + leaves);
    at.audit.add({.at = now, .tenant_id = tenant_id, .kind = "change", .detail = name});
    say("noted " + name);
    auto changed = at.settings.find(setting.id).value();
    changed.name = name;
    changed.config = "{\"name\":\"" + name + "\"}";
    at.settings.change(changed);
    say("named " + name);
}

[[noreturn]] void change_without_end(store& at, const std::string& name) {
    const auto setting = at.settings.add({.tenant_id = at.tenants.first().id, .config = "{}"});
    say("setting " + setting.id);
    for (int i = 0;; ++i)
        change_once(at, name + "-" + std::to_string(i), setting);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words{argv + 1, argv + argc};
    const auto life = std::chrono::microseconds{words.size() > 3 ? std::stol(words[3]) : 0};
    if (words.at(0) == "open-and-change") die_after(life);
    store at{words.at(1), surroundings()};
    if (words[0] == "change") die_after(life);
    if (words[0].ends_with("change")) change_without_end(at, words.at(2));
    if (words[0] == "first-start") {
        const auto made = make_first_administrator(at);
        say(made ? made->password : "nothing");
    }
    if (words[0] == "put-if-absent")
        say(at.key_values.put_if_absent(words.at(2), "", std::chrono::hours{1}) ? "put" : "there");
    return 0;
}
