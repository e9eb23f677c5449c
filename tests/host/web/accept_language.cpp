#include "web/accept_language.hpp"

#include "support/catch.hpp"

#include <string>

using namespace host;

TEST_CASE("the preferred one of our languages is taken from Accept-Language", "[accept_language]") {
    struct row {
        std::string header;
        language expected;
    };
    const auto [header, expected] = GENERATE(values<row>({
        {"", language::english},
        {"zh-CN,zh;q=0.9,en;q=0.8", language::chinese},
        {"en-US,en;q=0.9,zh-CN;q=0.8", language::english},
        {"zh", language::chinese},
        {"ZH-tw", language::chinese},
        {"fr, de", language::english},
        {"fr, zh;q=0.1", language::chinese},
        {"en;q=0.5, zh;q=0.75", language::chinese},
        {"en; q=0.5, zh; q=0.25", language::english},
        {"zh;q=0, en;q=0.1", language::english},
        {"zhx, en;q=0.1", language::english},
        {"zh;q=1.0,en;q=0.999", language::chinese},
        {"zh;q=x", language::english},
        {",,;;q=,", language::english},
    }));
    INFO(header);
    CHECK(preferred_language(header) == expected);
}
