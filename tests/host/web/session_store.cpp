#include "web/session_store.hpp"

#include "support/catch.hpp"

using namespace host;
using namespace std::chrono_literals;

namespace {

const wall_time start{1'000'000s};

session of(std::string subject) {
    session out;
    out.who.subject = std::move(subject);
    return out;
}

}  // namespace

TEST_CASE("a session is found by its id until 8 hours are over", "[session_store]") {
    session_store sessions;
    sessions.add("id", of("zhangsan"), start);
    CHECK(sessions.find("id", start)->who.subject == "zhangsan");
    CHECK(sessions.find("id", start + 8h - 1s));
    CHECK_FALSE(sessions.find("id", start + 8h));
    CHECK_FALSE(sessions.find("other", start));
    CHECK_FALSE(sessions.find("", start));
}

TEST_CASE("a removed session is gone", "[session_store]") {
    session_store sessions;
    sessions.add("id", of("zhangsan"), start);
    sessions.remove("id");
    CHECK_FALSE(sessions.find("id", start));
}

TEST_CASE("sessions that are over take no room", "[session_store]") {
    session_store sessions;
    sessions.add("a", of("x"), start);
    sessions.add("b", of("y"), start + 4h);
    sessions.add("c", of("z"), start + 9h);
    CHECK(sessions.size() == 2);
}
