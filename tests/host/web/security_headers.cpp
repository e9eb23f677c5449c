#include "web/security_headers.hpp"

#include "support/catch.hpp"

using namespace host;

namespace {

std::string policy(const page_needs& needs) {
    response page;
    harden_page(page, true, needs);
    return std::string{find_field(page.headers, "content-security-policy")};
}

}  // namespace

TEST_CASE("a page may do nothing that it does not need", "[security_headers]") {
    CHECK(policy({}) ==
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
          "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    CHECK(
        policy({{"https://a"}, {"https://b"}, {"https://c", "https://d"}}) ==
        "default-src 'none'; script-src 'self' https://a; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self' https://c https://d; frame-ancestors 'none'; base-uri 'none'; frame-src https://b");
}

TEST_CASE("a provider's origin cannot end its directive", "[security_headers]") {
    std::set<std::string> origins;
    add_origins(origins, "https://a.example  https://*.b.example:8443 x;script-src 'unsafe-inline' c,d\r\n");
    CHECK(origins == std::set<std::string>{"https://a.example", "https://*.b.example:8443"});
}

TEST_CASE("every page has the headers that keep it private", "[security_headers]") {
    response plain, https;
    harden_page(plain, false);
    harden_page(https, true);
    CHECK(find_field(plain.headers, "X-Content-Type-Options") == "nosniff");
    CHECK(find_field(plain.headers, "Referrer-Policy") == "no-referrer");
    CHECK(find_field(plain.headers, "Cache-Control") == "no-store");
    CHECK(find_field(plain.headers, "Cross-Origin-Resource-Policy") == "same-origin");
    CHECK(find_field(plain.headers, "Strict-Transport-Security").empty());
    CHECK(find_field(https.headers, "Strict-Transport-Security") == "max-age=31536000");
}

TEST_CASE("a file of a provider is sandboxed", "[security_headers]") {
    response file;
    sandbox_file(file, false);
    CHECK(find_field(file.headers, "Content-Security-Policy") == "default-src 'none'; sandbox; frame-ancestors 'none'");
    CHECK(find_field(file.headers, "X-Content-Type-Options") == "nosniff");
}
