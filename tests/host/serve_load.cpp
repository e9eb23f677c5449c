// The running program with many visitors at once.
#include "crowd.hpp"
#include "running_service.hpp"
#include "support/catch.hpp"
#include "validator/process/memory.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t enough_memory = SIZE_MAX;  // sanitizers keep what was freed
#else
constexpr std::size_t enough_memory = 64 << 20;
#endif

}  // namespace

TEST_CASE("a thousand browsers are served while fifty others never finish their request", "[serve]") {
    const auto host = running_service::minimal();
    const process::peak_memory memory;
    crowd slow{host.address(), 50}, browsers{host.address(), 1000};
    slow.say("GET /login HTTP/1.1\r\nX: ");

    const auto answers =
        browsers.ask("GET /login HTTP/1.1\r\nHost: a\r\n\r\n", 2, "HTTP/1.1 200 ", [&] { slow.say("x"); });

    CHECK(answers == 2000);
    CHECK(memory.growth() < enough_memory);
    CHECK(slow.ask("\r\nHost: a\r\n\r\n", 1, "HTTP/1.1 200 ", [] {}) == 50);
}

TEST_CASE("F95: thousands of bogus callbacks ask no provider, and leave nothing behind", "[serve]") {
    const auto host = running_service::minimal();
    const auto path = host.provider_url("/callback").substr(host.url("").size());
    const std::string bogus = "GET " + path + "?code=alice&state=" + std::string(43, 'A') + " HTTP/1.1\r\nHost: a\r\n";
    auto other = host.person();
    other.get(host.provider_url("/login"));
    const auto [name, transaction] = *other.cookies("127.0.0.1").rbegin();  // idp_tx_..., after idp_form
    crowd browsers{host.address(), 50};
    const process::peak_memory memory;

    // The first sixty of an address begin again, because they bring no transaction; then they are too many.
    CHECK(browsers.ask(bogus + "\r\n", 50, "HTTP/1.1 429 ", [] {}) == 2440);
    CHECK(browsers.ask(bogus + "Cookie: " + name + "=" + transaction + "\r\n\r\n", 50, "HTTP/1.1 429 ", [] {}) == 2500);

    CHECK(memory.growth() < enough_memory / 2);
    const auto numbers = host.person().get(host.url("/metrics")).body;
    CHECK(contains(numbers, "\nidp_host_http_requests_total{class=\"4xx\"} 4940\n"));
    CHECK_FALSE(contains(numbers, "\nidp_host_logins_total{"));
}
