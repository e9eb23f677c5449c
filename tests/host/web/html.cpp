#include "web/html.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("T29: text and attributes cannot become markup", "[html]") {
    CHECK(text("<script>alert('x' & \"y\")</script>").markup() ==
          "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;");
    CHECK(element("a", {{"title", "\"><b>"}}, {text("<")}).markup() == "<a title=\"&quot;&gt;&lt;b&gt;\">&lt;</a>");
    CHECK(text({"\0", 1}).markup() == "\xEF\xBF\xBD");
}

TEST_CASE("elements hold elements, and some hold none", "[html]") {
    CHECK(element("p", {}, {text("a"), element("b", {}, {text("c")})}).markup() == "<p>a<b>c</b></p>");
    CHECK(element("img", {{"src", "/x"}, {"alt", ""}}).markup() == "<img src=\"/x\" alt=\"\">");
    CHECK(element("div").markup() == "<div></div>");
}
