#include "bench/workloads.hpp"

#include "bench/bare_loops.hpp"
#include "bench/curl_loops.hpp"
#include "bench/memory_workloads.hpp"
#include "bench/tenant.hpp"

#include <cstdio>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace bench {
namespace {

// As many in each run, so that making them cancels in a difference.
constexpr std::size_t grants_made = 1500, warm_up = 20;

findings warm_logins(const stage& at, std::size_t count) {
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    const auto grants = acme.grants(grants_made);
    for (std::size_t i = 0; i < warm_up + count; ++i)
        acme.log_in(grants[i]);
    return {};
}

template <class Loop>
findings bare(const stage& at, std::size_t count) {
    Loop loop{at};
    for (std::size_t i = 0; i < warm_up + count; ++i)
        loop.log_in(i);
    return {};
}

constexpr std::size_t in_flight = 64;

findings logins_at_once(const stage& at, std::size_t count) {
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    const auto grants = acme.grants(grants_made);
    crowd all{acme, {grants.data(), in_flight + count}};
    all.keep_in_flight(in_flight);
    all.wait();
    return {};
}

findings beast_at_once(const stage& at, std::size_t count) {
    beast_loop{at, pool_cap}.log_in_all(in_flight + count);
    return {};
}

findings authorize_urls(const stage& at, std::size_t count) {
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    idp::owned<idp_authorize_result> result;
    for (std::size_t i = 0; i < warm_up + count; ++i)
        acme.build_authorize_url(result);
    return {};
}

// A callback that must be refused, each time.
findings refusals(const stage& at, std::size_t count, std::string_view transaction, std::string_view state) {
    tenant acme{open_plugin(), {at.origin(), at.ca_file()}};
    const auto good = acme.begin();
    const auto brought = transaction == "good" ? std::string_view{good.transaction} : transaction;
    const auto query = state.empty() ? good.query : "code=CODE0123456789&state=" + std::string{state};
    idp::owned<idp_grant> grant;
    for (std::size_t i = 0; i < warm_up + count; ++i)
        if (acme.finish(query, brought, grant) == IDP_OK) throw std::runtime_error{"a bad callback was accepted"};
    return {};
}

using workload = std::function<findings(const stage&, std::size_t)>;

const std::map<std::string, workload, std::less<>>& workloads() {
    using namespace std::placeholders;
    static const std::map<std::string, workload, std::less<>> all{
        {"plugin", &warm_logins},
        {"plugin-at-64", &logins_at_once},
        {"beast-at-64", &beast_at_once},
        {"raw-openssl", &bare<raw_openssl>},
        {"blocking-beast", &bare<blocking_beast>},
        {"posted-coroutine", &bare<posted_coroutine>},
        {"libcurl", &bare<curl_easy>},
        {"authorize-url", &authorize_urls},
        {"no-transaction", std::bind(&refusals, _1, _2, "", "")},
        {"malformed-transaction", std::bind(&refusals, _1, _2, "not+base64url/", "")},
        {"forged-state", std::bind(&refusals, _1, _2, "good", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")},
        {"idle-instances", &idle_instances},
        {"in-flight", &logins_in_flight},
        {"dead-dns", &destroy_with_dead_dns},
    };
    return all;
}

}  // namespace

int do_work(const std::vector<std::string>& arguments) {
    const auto at = workloads().find(arguments.at(0));
    if (at == workloads().end()) throw std::invalid_argument{"no such workload: " + arguments.at(0)};
    const stage here{arguments.at(1)};
    for (const auto& [name, value] : at->second(here, std::stoul(arguments.at(2))))
        std::printf("%s: %.17g\n", name.c_str(), value);
    return 0;
}

findings work_elsewhere(const stage& at, std::string_view name, std::size_t count, std::vector<std::string> command) {
    command.insert(command.end(),
                   {this_program(), "--work", std::string{name}, at.description(), std::to_string(count)});
    const auto done = run(command);
    if (done.status != 0) throw std::runtime_error{"workload " + std::string{name} + " failed: " + done.said};
    return findings_in(done.said);
}

findings findings_in(const std::string& said) {
    findings out;
    std::istringstream lines{said};
    for (std::string text; std::getline(lines, text);) {
        const auto colon = text.rfind(": ");
        if (colon == text.npos) continue;
        std::istringstream rest{text.substr(colon + 2)};
        double value;
        if (rest >> value) out[text.substr(0, colon)] = value;
    }
    return out;
}

}  // namespace bench
