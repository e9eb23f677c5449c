#include "core/once_table.hpp"

#include "support/catch.hpp"

#include <memory>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

using table = once_table<std::string, std::shared_ptr<std::string>>;
using answer = table::answer;

constexpr table::time_point start{1h};

std::shared_ptr<std::string> outcome_for(const char* who) { return std::make_shared<std::string>(who); }

}  // namespace

TEST_CASE("a callback runs once, is joined while it runs, repeated for a minute, then replayed", "[once_table][T17]") {
    table used;
    CHECK(used.begin("callback", start) == answer::run);
    CHECK(used.begin("callback", start + 30s) == answer::join);

    used.finish("callback", outcome_for("zhangsan"), start + 40s);
    CHECK(used.begin("callback", start + 40s) == answer::repeat);
    CHECK(*used.outcome("callback") == "zhangsan");

    CHECK(used.begin("callback", start + 100s - 1ns) == answer::repeat);
    CHECK(used.begin("callback", start + 100s) == answer::replayed);
    CHECK(used.begin("callback", start + 24h) == answer::replayed);
}

TEST_CASE("callbacks do not meet", "[once_table]") {
    table used;
    CHECK(used.begin("a", start) == answer::run);
    CHECK(used.begin("b", start) == answer::run);
    used.finish("b", outcome_for("lisi"), start);
    CHECK(used.begin("a", start) == answer::join);
    CHECK(used.begin("b", start) == answer::repeat);
}

TEST_CASE("a callback whose code was never sent is as good as new", "[once_table]") {
    table used;
    used.begin("callback", start);
    used.forget("callback");
    CHECK(used.begin("callback", start) == answer::run);
}

TEST_CASE("an outcome is dropped when it can no longer be asked for, its mark stays", "[once_table]") {
    table used;
    auto person = outcome_for("zhangsan");
    const std::weak_ptr<std::string> seen = person;
    used.begin("first", start);
    used.finish("first", std::move(person), start);

    used.begin("second", start);
    used.finish("second", nullptr, start + 60s - 1ns);
    CHECK(!seen.expired());

    used.begin("third", start);
    used.finish("third", nullptr, start + 60s);
    CHECK(seen.expired());
    CHECK(used.begin("first", start + 60s) == answer::replayed);
}

TEST_CASE("of 10,001 finished callbacks the one that finished first is forgotten", "[once_table]") {
    table used;
    for (const auto* key : {"began first", "finished first"})
        used.begin(key, start);
    used.finish("finished first", nullptr, start);
    used.finish("began first", nullptr, start);
    for (std::size_t i = 2; i < table::capacity + 1; ++i) {
        const auto key = std::to_string(i);
        used.begin(key, start);
        used.finish(key, nullptr, start);
    }
    CHECK(used.begin("began first", start + 1h) == answer::replayed);
    CHECK(used.begin("finished first", start + 1h) == answer::run);
}

TEST_CASE("a running callback is not forgotten, however many finish", "[once_table]") {
    table used;
    used.begin("slow", start);
    for (std::size_t i = 0; i < 2 * table::capacity; ++i) {
        const auto key = std::to_string(i);
        used.begin(key, start);
        used.finish(key, nullptr, start);
    }
    CHECK(used.begin("slow", start) == answer::join);
    used.finish("slow", outcome_for("zhangsan"), start);
    CHECK(*used.outcome("slow") == "zhangsan");
}
