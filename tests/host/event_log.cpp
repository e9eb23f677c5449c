#include "event_log.hpp"

#include "support/catch.hpp"

#include <sstream>

using namespace host;

TEST_CASE("a log value cannot forge a line or turn its text around", "[event_log]") {
    struct row {
        std::string value, line;
    };
    const auto [value, line] = GENERATE(values<row>({
        {"plain-1.2:/x", "plain-1.2:/x"},
        {"", R"("")"},
        {"two words", R"("two words")"},
        {"a=b", R"("a=b")"},
        {R"(q"\)", R"("q\"\\")"},
        {"a\r\nb", R"("a\x0d\x0ab")"},
        {"\x1b[31m", R"("\x1b[31m")"},
        {"\x7f", R"("\x7f")"},
        {"\xC2\x85", R"("\xc2\x85")"},
        {"\xE2\x80\xA8", R"("\xe2\x80\xa8")"},
        {"\xE2\x80\xAE", R"("\xe2\x80\xae")"},
        {"\xE2\x81\xA6", R"("\xe2\x81\xa6")"},
        {"张三", "\"张三\""},
    }));
    CHECK(log_value(value) == line);
}

TEST_CASE("a long log value is cut", "[event_log]") { CHECK(log_value(std::string(5000, 'a')).size() == 2000); }

TEST_CASE("an event is one line with its time, and empty fields are left out", "[event_log]") {
    std::ostringstream out;
    event_log log{out, log_level::info, [] { return wall_time{std::chrono::milliseconds{1'500}}; }};
    log.write(log_level::warning, "refused", {{"who", "zhang san"}, {"upstream", ""}, {"code", "7"}});
    CHECK(out.str() == "1970-01-01T00:00:01.500Z warning refused who=\"zhang san\" code=7\n");
}

TEST_CASE("events below the level are not written", "[event_log]") {
    std::ostringstream out;
    event_log log{out, log_level::warning, [] { return wall_time{}; }};
    log.write(log_level::info, "quiet", {});
    log.write_at({}, log_level::debug, "quieter", {});
    CHECK(out.str().empty());
}

TEST_CASE("log levels are known by their names", "[event_log]") {
    CHECK(parse_log_level("trace") == log_level::trace);
    CHECK(parse_log_level("error") == log_level::error);
    CHECK_FALSE(parse_log_level(""));
    CHECK_FALSE(parse_log_level("Error"));
}
