#include "io/spent_tickets.hpp"

#include "support/made_up_store.hpp"
#include "support/outcome.hpp"

#include <atomic>
#include <thread>
#include <vector>

using namespace wecom;
using namespace std::chrono_literals;
using answer = spent_tickets::answer;

TEST_CASE("a ticket is spent once, until it has expired", "[spent_tickets]") {
    const test_clock clock;
    spent_tickets spent;
    CHECK(spent.spend("n1", clock.now()) == answer::fresh);
    CHECK(spent.spend("n2", clock.now()) == answer::fresh);
    CHECK(spent.spend("n1", clock.now()) == answer::spent);
    CHECK(spent.spend("n1", clock.in(11min - 1ms)) == answer::spent);
    CHECK(spent.spend("n1", clock.in(11min)) == answer::fresh);
}

TEST_CASE("one that is given back can be spent, and is then spent for as long as any other", "[spent_tickets]") {
    const test_clock clock;
    spent_tickets spent;
    spent.spend("n1", clock.now());
    spent.give_back("n1");
    spent.give_back("n1");
    CHECK(spent.spend("n1", clock.in(10min)) == answer::fresh);
    CHECK(spent.spend("n1", clock.in(20min)) == answer::spent);
}

TEST_CASE("none is forgotten to make room", "[spent_tickets]") {
    const test_clock clock;
    spent_tickets spent;
    for (int i = 0; i < 65'536; ++i)
        REQUIRE(spent.spend(std::to_string(i), clock.now()) == answer::fresh);
    CHECK(spent.spend("one more", clock.now()) == answer::full);
    CHECK(spent.spend("0", clock.now()) == answer::spent);
    CHECK(outcome(spend_once(spent, nullptr, "one more", clock.now())) == "overload");
    CHECK(spent.spend("one more", clock.in(11min)) == answer::fresh);
}

TEST_CASE("of 64 threads one spends a ticket", "[spent_tickets]") {
    const test_clock clock;
    spent_tickets spent;
    std::atomic<int> winners{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 64; ++i)
        threads.emplace_back([&] { winners += spend_once(spent, nullptr, "n1", clock.now()).has_value(); });
    threads.clear();
    CHECK(winners == 1);
}

TEST_CASE("processes that share a store spend a ticket once between them", "[spent_tickets]") {
    const test_clock clock;
    made_up_store store;
    const auto first = store.share(clock), second = store.share(clock);
    spent_tickets here, elsewhere;
    CHECK(outcome(spend_once(here, first.get(), "n1", clock.now())) == "ok");
    CHECK(outcome(spend_once(elsewhere, second.get(), "n1", clock.now())) == "replayed");
    CHECK(store.entries.begin()->first.starts_with("ticket/"));
}

TEST_CASE("a store that fails lets nobody pass, and uses nothing up", "[spent_tickets]") {
    const test_clock clock;
    made_up_store store;
    const auto shared = store.share(clock);
    spent_tickets spent;
    store.fails = true;
    CHECK(outcome(spend_once(spent, shared.get(), "n1", clock.now())) == "store");
    CHECK(outcome(spend_once(spent, shared.get(), "n1", clock.now())) == "store");
    store.fails = false;
    CHECK(outcome(spend_once(spent, shared.get(), "n1", clock.now())) == "ok");
    CHECK(outcome(spend_once(spent, shared.get(), "n1", clock.now())) == "replayed");
}
