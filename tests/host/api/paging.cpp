#include "api/paging.hpp"

#include "api/golden_file.hpp"
#include "support/catch.hpp"

using namespace host;

namespace {

boost::json::array numbers(int count) {
    boost::json::array out;
    for (int i = 1; i <= count; ++i)
        out.push_back(i);
    return out;
}

response page(const std::string& query, int count) {
    request from;
    from.path = "/api/v1/things/";
    from.query = query;
    return paged_answer(from, numbers(count));
}

}  // namespace

TEST_CASE("a page has ArkID's envelope, to the byte", "[api]") {
    CHECK(page("", 3).body == golden_file("page_alone"));
    CHECK(page("page=2&page_size=2", 5).body == golden_file("page_in_the_middle"));
    CHECK(page("page=9", 0).body == golden_file("page_beyond_the_end"));
}

TEST_CASE("ten items make a page unless the query says otherwise", "[api]") {
    CHECK(page("", 11).body.find("\"next\": \"/api/v1/things/?page=2&page_size=10\"") != std::string::npos);
    CHECK(page("page_size=100", 100).body.find("\"next\": \"\"") != std::string::npos);
}

TEST_CASE("a query that asks for no page is told so", "[api]") {
    CHECK(page("page=0&page_size=101", 3).body == golden_file("page_refused"));
    const auto* const query =
        GENERATE("page=", "page=x", "page=1x", "page=-1", "page_size=0", "page=99999999999999999999", "page=1&page=2");
    CAPTURE(query);
    CHECK(page(query, 3).status == 422);
}
