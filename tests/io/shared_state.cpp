#include "io/shared_state.hpp"

#include "support/event_loop.hpp"
#include "support/made_up_store.hpp"

using namespace wecom;
using namespace std::chrono_literals;

namespace {

// One process: its I/O thread is the test, and so is its host.
struct process {
    const test_clock clock;
    event_loop loop;
    std::shared_ptr<shared_state> shared;

    explicit process(made_up_store& store) : shared{store.share(clock)} {}

    std::optional<std::string> get(const std::string& key, wall_ms now = 1) {
        std::optional<std::string> out;
        const auto asked = loop.start(read(key, out));
        shared->run_errands(now);
        loop.run_until([&] { return asked->done(); });
        return out;
    }
    void put(const std::string& key, const std::string& value) {
        shared->put(
            key, [value](auto) { return value; }, 60s);
        shared->run_errands(1);
    }

private:
    awaitable<result<void>> read(std::string key, std::optional<std::string>& into) {
        if (const auto found = co_await shared->get(key))
            into = std::string{found->value.reveal()} + "@" + std::to_string(found->now);
        co_return result<void>{};
    }
};

}  // namespace

TEST_CASE("what one process puts another gets, and the store sees none of it", "[shared_state]") {
    made_up_store store;
    process one{store}, other{store};
    one.put("token/a", "T1");
    CHECK(other.get("token/a", 42) == "T1@42");
    CHECK(store.entries.at("token/a").find("T1") == std::string::npos);
}

TEST_CASE("T34: an entry that was moved or tampered with is absent", "[shared_state][T34]") {
    made_up_store store;
    process here{store};
    here.put("token/a", "T1");
    store.entries["token/b"] = store.entries["token/a"];
    CHECK_FALSE(here.get("token/b"));
    store.entries["token/a"] = "not even base64url!";
    CHECK_FALSE(here.get("token/a"));
}

TEST_CASE("a store that fails is empty, and one that nobody asks is not waited for", "[shared_state]") {
    made_up_store store;
    process here{store};
    here.put("token/a", "T1");
    store.fails = true;
    CHECK_FALSE(here.get("token/a"));
    CHECK(here.shared->claim_now("once/a", 60s) == claim::unknown);

    bool answered = true;
    const auto asked = here.loop.start([](shared_state& shared, bool& out) -> awaitable<result<void>> {
        out = (co_await shared.get("token/a")).has_value();
        co_return result<void>{};
    }(*here.shared, answered));
    here.loop.run_until([&] { return asked->done(); });
    CHECK_FALSE(answered);
}

TEST_CASE("a mark is one process's, and the other learns that it is taken", "[shared_state]") {
    made_up_store store;
    process one{store}, other{store};
    CHECK(one.shared->claim_now("once/a", 60s) == claim::mine);
    CHECK(other.shared->claim_now("once/a", 60s) == claim::taken);
}

TEST_CASE("of writes that nobody fetches the newest 16 are kept", "[shared_state]") {
    made_up_store store;
    process here{store};
    for (int i = 0; i < 20; ++i)
        here.shared->put(
            "result/" + std::to_string(i), [](auto) { return "x"; }, 60s);
    here.shared->run_errands(1);
    CHECK(store.entries.size() == 16);
    CHECK(store.entries.count("result/3") == 0);
    CHECK(store.entries.count("result/19") == 1);
}

TEST_CASE("who waits is poked by turns", "[shared_state]") {
    made_up_store store;
    process here{store};
    std::string poked;
    const shared_state::waiter a{*here.shared, [&] { poked += 'a'; }}, b{*here.shared, [&] { poked += 'b'; }};
    for (int i = 0; i < 3; ++i)
        here.get("token/a");
    CHECK(poked == "aba");
}

TEST_CASE("who begins to wait after a question was asked is poked at once", "[shared_state]") {
    made_up_store store;
    process here{store};
    const auto asked = here.loop.start([](shared_state& shared) -> awaitable<result<void>> {
        co_await shared.get("token/a");
        co_return result<void>{};
    }(*here.shared));
    bool poked = false;
    const shared_state::waiter late{*here.shared, [&] { poked = true; }};
    CHECK(poked);
    here.shared->run_errands(1);
    here.loop.run_until([&] { return asked->done(); });
}

TEST_CASE("a call whose time is over leaves what is to be written to the next", "[shared_state]") {
    made_up_store store;
    process here{store};
    here.shared->put(
        "result/a", [](auto) { return "x"; }, 60s);
    here.shared->run_errands(1, test_clock::now());
    CHECK(store.entries.empty());
    here.shared->run_errands(1, test_clock::in(1ms));
    CHECK(store.entries.size() == 1);
}
