#include "html.hpp"

#include "support/catch.hpp"

using namespace simulator;

TEST_CASE("text is made safe for elements and attributes", "[html]") {
    CHECK(escape_html("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}

TEST_CASE("a page escapes its title, names its language and runs no script", "[html]") {
    auto page = html_page(language::en, "<b>", "<p>content</p>", time_point{});
    CHECK(page.status == 200);
    CHECK_THAT(page.body, Catch::Matchers::ContainsSubstring("<h1>&lt;b&gt;</h1><p>content</p>"));
    CHECK_THAT(page.body, Catch::Matchers::ContainsSubstring("<html lang=\"en\">"));
    std::pair<std::string, std::string> policy{"Content-Security-Policy",
                                               "default-src 'none'; style-src 'unsafe-inline'"};
    CHECK_THAT(page.headers, Catch::Matchers::VectorContains(policy));
}
