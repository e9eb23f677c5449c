#include "page_text.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("a page is told by its title, or else by its first text", "[page_text]") {
    struct row {
        std::string html, text;
    };
    const auto [html, text] = GENERATE(values<row>({
        {"", ""},
        {"plain", "plain"},
        {"<html><head><TITLE lang=zh>\n 错误 \n 页 </title></head><body>x</body>", "错误 页"},
        {"<title></title><p>body</p>", "body"},
        {"<p>one</p><p>two</p>", "one two"},
        {"<style>p{}</style><Script>if (a < b) x()</script><p>seen</p>", "seen"},
        {"<script>never ends", ""},
        {"<p>cut <b", "cut"},
    }));
    INFO(html);
    CHECK(page_text(html) == text);
}

TEST_CASE("a long page is cut", "[page_text]") { CHECK(page_text(std::string(1000, 'x')).size() == 200); }
