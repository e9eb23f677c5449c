#include "json_text.hpp"

#include "support/catch.hpp"

using namespace simulator;

TEST_CASE("everything beyond ASCII is escaped, in pairs where one unit is too small", "[json_text]") {
    CHECK(escape_non_ascii("\"a\"") == "\"a\"");
    CHECK(escape_non_ascii("\xC3\xA9") == "\\u00e9");
    CHECK(escape_non_ascii("\xE5\xBC\xA0") == "\\u5f20");
    CHECK(escape_non_ascii("\xF0\x9F\x9A\x80!") == "\\ud83d\\ude80!");
}
