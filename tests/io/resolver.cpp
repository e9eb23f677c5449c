#include "io/resolver.hpp"

#include "support/event_loop.hpp"
#include "support/name_server.hpp"
#include "support/outcome.hpp"
#include "support/real_time.hpp"
#include "support/test_clock.hpp"

#include <algorithm>
#include <vector>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

struct desk {
    test_clock clock;
    event_loop loop;
    name_server server{loop.context};
    resolver names{loop.context, test_clock::around(), server.address()};

    auto start(const std::string& host, std::chrono::milliseconds patience = long_enough) {
        return loop.start(names.resolve(host, test_clock::in(patience)));
    }
    result<address_list> ask(const std::string& host, std::chrono::milliseconds patience = long_enough) {
        return loop.run(names.resolve(host, test_clock::in(patience)));
    }
};

address_list sorted(address_list all) {
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace

TEST_CASE("an address is its own answer", "[resolver]") {
    const std::string host = GENERATE("127.0.0.1", "2001:db8::1");
    desk at;
    CHECK(at.ask(host).value() == address_list{host});
}

TEST_CASE("localhost is found without asking a name server", "[resolver]") {
    desk at;
    CHECK(at.ask("localhost").value() == address_list{"127.0.0.1", "::1"});
    CHECK(at.server.questions() == 0);
}

TEST_CASE("the addresses of both families are found", "[resolver]") {
    desk at;
    at.server.knows("wecom.example", {"192.0.2.1", "192.0.2.2", "2001:db8::1"});
    CHECK(sorted(at.ask("wecom.example").value()) == address_list{"192.0.2.1", "192.0.2.2", "2001:db8::1"});
}

TEST_CASE("F63: a name that cannot be found is a failure of its own, for a second without another question",
          "[resolver][F63]") {
    const auto how = GENERATE(2, 3, 5, -1, -2);  // SERVFAIL, NXDOMAIN, REFUSED; no addresses, a loop of aliases
    CAPTURE(how);
    desk at;
    at.server.answer = [how](const dns_query& query) {
        if (how == -1) return dns_answer(query, {});
        return how == -2 ? dns_alias_loop(query) : dns_failure(query, static_cast<char>(how));
    };
    const auto found = at.ask("wecom.example.");
    CHECK(outcome(found) == "dns");
    CHECK(found.error().detail.find("wecom.example") != std::string::npos);
    const auto asked = at.server.questions();
    test_clock::advance(999ms);
    CHECK(outcome(at.ask("wecom.example.")) == "dns");
    CHECK(at.server.questions() == asked);
    test_clock::advance(1ms);
    CHECK(outcome(at.ask("wecom.example.")) == "dns");
    CHECK(at.server.questions() > asked);
}

TEST_CASE("F63: an answer to another question is no answer", "[resolver][F63]") {
    desk at;
    at.server.answer = [](dns_query query) {
        query.bytes[0] = static_cast<char>(~query.bytes[0]);
        return dns_answer(query, {"192.0.2.66"});
    };
    CHECK(outcome(at.ask("wecom.example", 200ms)) == "deadline");
}

TEST_CASE("F64: a look-up ends at its deadline while the name server is silent", "[resolver][F64]") {
    desk at;
    const auto found = at.ask("wecom.example", 100ms);
    CHECK(outcome(found) == "deadline");
    CHECK(found.error().detail.find("wecom.example") != std::string::npos);
}

TEST_CASE("F65: while the name server is slow or fails, what it said before serves", "[resolver][F65]") {
    desk at;
    at.server.knows("wecom.example", {"192.0.2.1"});
    REQUIRE(outcome(at.ask("wecom.example")) == "ok");
    const auto asked = at.server.questions();
    test_clock::advance(61s);
    SECTION("slow") {
        at.server.answer = [](const dns_query&) { return std::string{}; };
    }
    SECTION("failing") {
        at.server.answer = [](const dns_query& query) { return dns_failure(query, 2); };
    }
    CHECK(at.ask("wecom.example").value() == address_list{"192.0.2.1"});
    CHECK(at.server.questions() > asked);
}

TEST_CASE("all who ask for a name share one question, and each keeps his own deadline", "[resolver]") {
    desk at;
    const auto hasty = at.start("wecom.example", 50ms);
    const auto first = at.start("wecom.example"), second = at.start("wecom.example");
    at.loop.run_until([&] { return hasty->done(); });
    CHECK(outcome(hasty->outcome()) == "deadline");
    CHECK_FALSE(first->done());

    at.server.catch_up([](const dns_query& query) { return dns_answer(query, {"192.0.2.1"}); });
    at.loop.run_until([&] { return first->done() && second->done(); });
    CHECK(first->outcome().value() == address_list{"192.0.2.1"});
    CHECK(second->outcome().value() == address_list{"192.0.2.1"});
    CHECK(at.server.questions() == 1);
}

TEST_CASE("an answer is remembered when those who asked have left", "[resolver]") {
    desk at;
    const auto asker = at.start("wecom.example");
    at.loop.run_until([&] { return at.server.questions() == 1; });
    asker->cancel();
    at.loop.settle();
    CHECK(outcome(asker->outcome()) == "cancelled");
    at.server.catch_up([](const dns_query& query) { return dns_answer(query, {"192.0.2.1"}); });
    CHECK(at.ask("wecom.example").value() == address_list{"192.0.2.1"});
    CHECK(at.server.questions() == 1);
}

TEST_CASE("a name server that never answers for IPv6 does not hide the IPv4 addresses", "[resolver]") {
    desk at;
    at.server.answer = [](const dns_query& query) {
        return query.type == dns_query::aaaa ? std::string{} : dns_answer(query, {"192.0.2.1"});
    };
    CHECK(at.ask("wecom.example").value() == address_list{"192.0.2.1"});
}

TEST_CASE("a silent name server delays nobody who asks for another name", "[resolver]") {
    desk at;
    at.server.answer = [](const dns_query& query) {
        return query.name == "silent.example" ? std::string{} : dns_answer(query, {"192.0.2.1"});
    };
    const auto stuck = at.start("silent.example");
    CHECK(at.ask("wecom.example").value() == address_list{"192.0.2.1"});
    CHECK_FALSE(stuck->done());
}

TEST_CASE("a resolver that stops leaves nothing behind that the loop waits for", "[resolver]") {
    desk at;
    std::vector<std::shared_ptr<started<result<address_list>>>> askers;
    for (int i = 0; i < 100; ++i)
        askers.push_back(at.start("silent" + std::to_string(i % 10) + ".example"));
    at.names.stop();
    at.loop.settle();
    CHECK(std::all_of(askers.begin(), askers.end(), [](const auto& asker) { return asker->done(); }));
    CHECK(outcome(askers[0]->outcome()) == "cancelled");

    at.server.close();
    at.loop.settle();
    CHECK(at.loop.context.stopped());
}
