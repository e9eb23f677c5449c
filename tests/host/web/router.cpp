#include "web/router.hpp"

#include "support/catch.hpp"

using namespace host;

namespace {

router some_pages() {
    router out;
    const route_handler handler = [](const request&, const path_values&) { return response{}; };
    out.add("GET", "/", handler);
    out.add("GET", "/icons/{config}", handler);
    out.add("GET", "/back", handler);
    out.add("POST", "/back", handler);
    return out;
}

}  // namespace

TEST_CASE("a path is found by its segments", "[router]") {
    struct row {
        std::string method, path;
        bool found;
        std::string allowed;
    };
    const auto [method, path, found, allowed] = GENERATE(values<row>({
        {"GET", "/", true, ""},
        {"HEAD", "/", true, ""},
        {"GET", "/icons/a", true, ""},
        {"POST", "/back", true, ""},
        {"GET", "/icons/", false, ""},
        {"GET", "/icons/a/", false, ""},
        {"GET", "/icons", false, ""},
        {"GET", "//", false, ""},
        {"GET", "/BACK", false, ""},
        {"GET", "/%62ack", false, ""},
        {"GET", "", false, ""},
        {"POST", "/", false, "GET, HEAD"},
        {"DELETE", "/back", false, "GET, HEAD, POST"},
        {"get", "/", false, "GET, HEAD"},
    }));
    INFO(method << " " << path);
    const auto pages = some_pages();
    const auto match = pages.find(method, path);
    CHECK((match.handler != nullptr) == found);
    CHECK(match.allowed == allowed);
}

TEST_CASE("the values in a path are given as they came", "[router]") {
    const auto pages = some_pages();
    CHECK(pages.find("GET", "/icons/a%20b").values == path_values{{"config", "a%20b"}});
}
