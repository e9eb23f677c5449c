// Callbacks that nobody waits for, very many of them, and the same one again.
#include "running_service.hpp"
#include "support/catch.hpp"
#include "web/site.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <future>
#include <map>

using namespace host;
using boost::algorithm::contains;

namespace {

std::map<unsigned, int> statuses(int count, const std::function<page()>& ask) {
    std::map<unsigned, int> out;
    for (int i = 0; i < count; ++i)
        ++out[ask().status];
    return out;
}

fields cookie_header(browser& of) {
    std::string all;
    for (const auto& [name, value] : of.cookies("127.0.0.1"))
        all += (all.empty() ? "" : "; ") + name + "=" + value;
    return {{"Cookie", all}};
}

}  // namespace

TEST_CASE("T35: bogus callbacks leave no trace after the first sixty, and keep nobody else out", "[floods]") {
    auto host = running_service::minimal();
    auto stranger = host.person();
    stranger.get(host.provider_url("/login"));
    const auto seen = statuses(
        200, [&] { return stranger.get(host.provider_url("/callback?code=alice&state=" + std::string(25, 's'))); });
    CHECK(seen == std::map<unsigned, int>{{400, 60}, {429, 140}});
    CHECK(host.person().follow(host.provider_url("/login")).url == host.url("/me"));

    std::size_t refusals = 0;
    const auto log = host.log_after_stop();
    for (auto at = log.find("login_refused"); at != log.npos; at = log.find("login_refused", at + 1))
        ++refusals;
    CHECK(refusals == 60);
}

TEST_CASE("T36: codes are guessed sixty times and then slowly, without a call of the provider", "[floods]") {
    auto host = running_service::minimal();
    const auto guess = [&] {
        auto person = host.person();
        return host.arrive_as(person, "guess");
    };
    CHECK(statuses(70, guess) == std::map<unsigned, int>{{403, 60}, {429, 10}});
    host.pass(std::chrono::seconds{2});
    CHECK(statuses(3, guess) == std::map<unsigned, int>{{403, 2}, {429, 1}});
}

TEST_CASE("F51: one callback many times at once signs the same user in each time", "[floods]") {
    auto host = running_service::minimal();
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    const auto headers = cookie_header(person);
    std::vector<std::future<page>> answers;
    for (int i = 0; i < 100; ++i)
        answers.push_back(std::async(std::launch::async, [&] { return host.person(headers).get(callback); }));
    for (auto& one : answers)
        CHECK(one.get().location() == host.url("/me"));
    CHECK(host.audited("login").front().actor == "alice");
}

TEST_CASE("F51: a callback that was used is refused a minute later, and at once in another browser", "[floods]") {
    auto host = running_service::minimal();
    auto person = host.person();
    const auto callback = person.get(host.provider_url("/login")).location();
    const auto headers = cookie_header(person);
    CHECK(person.get(callback).location() == host.url("/me"));
    auto other = host.person();
    other.get(host.provider_url("/login"));
    CHECK(other.get(callback).status == 400);

    host.pass(std::chrono::seconds{61});
    CHECK(host.person(headers).get(callback).status == 400);
    CHECK(contains(host.log_after_stop(), "reason=replayed"));
}

TEST_CASE("behind a proxy on this machine, browsers are counted by the address that it appends", "[floods]") {
    auto host = running_service::minimal();
    const auto guess = [&](const std::string& address) {
        auto person = host.person({{"X-Forwarded-For", "198.51.100.7, " + address}});
        return host.arrive_as(person, "guess");
    };
    CHECK(statuses(61, [&] { return guess("192.0.2.1"); }) == std::map<unsigned, int>{{403, 60}, {429, 1}});
    CHECK(guess("192.0.2.2").status == 403);
    CHECK(host.audited("login_refused").front().address == "192.0.2.2");
}
