#include "validator/descriptor.hpp"

#include "support/catch.hpp"
#include "validator/utf8.hpp"

using namespace validator;

namespace {

constexpr char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

idp_descriptor complete() {
    idp_descriptor about{};
    about.struct_size = sizeof about;
    about.id = "org.example.acme";
    about.name = about.vendor = about.description = "Acme";
    about.version = "1.0.0";
    about.license = "Apache-2.0";
    about.homepage = "https://example.org/";
    about.modes = "in_app qr";
    about.icon_media_type = "image/svg+xml";
    about.icon = {svg, sizeof svg - 1};
    about.config_schema = "{}";
    return about;
}

}  // namespace

TEST_CASE("a complete descriptor has no faults", "[descriptor]") {
    CHECK(descriptor_faults(complete()).empty());
    auto about = complete();
    about.support_url = "mailto:help@example.org";
    CHECK(descriptor_faults(about).empty());
}

TEST_CASE("each thing that a descriptor lacks is named", "[descriptor]") {
    const auto only_fault = [](auto change) {
        auto about = complete();
        change(about);
        const auto faults = descriptor_faults(about);
        return faults.size() == 1 ? faults[0] : std::to_string(faults.size()) + " faults";
    };
    CHECK(only_fault([](auto& a) { a.struct_size = 8; }) == "struct_size is below that of minor 0");
    CHECK(only_fault([](auto& a) { a.name = ""; }) == "name is empty; only support_url may be");
    CHECK(only_fault([](auto& a) { a.vendor = nullptr; }) == "vendor is empty; only support_url may be");
    CHECK(only_fault([](auto& a) { a.name = "\xff"; }) == "name is not UTF-8");
    CHECK(only_fault([](auto& a) { a.id = "Acme"; }).find("id is not a reverse domain name") == 0);
    CHECK(only_fault([](auto& a) { a.homepage = "example.org"; }).find("homepage is not an address") == 0);
    CHECK(only_fault([](auto& a) { a.support_url = "help"; }) == "support_url is neither null nor an address");
    CHECK(only_fault([](auto& a) { a.icon_media_type = "image/gif"; }).find("icon_media_type is neither") == 0);
    CHECK(only_fault([](auto& a) { a.icon_media_type = "image/png"; }) == "the icon is no PNG image");
    CHECK(only_fault([](auto& a) { a.modes = "qr qr"; }) == "the mode qr is listed twice");
    CHECK(only_fault([](auto& a) { a.modes = " "; }) == "modes lists none");
    CHECK(only_fault([](auto& a) { a.flags = 1u << 16; }) == "flags has a critical bit, and minor 0 has none");
}

TEST_CASE("a version is one of SemVer 2.0.0", "[descriptor]") {
    for (const auto* good : {"0.1.0", "1.0.0-alpha.1", "1.0.0-0a.b-c+001.x", "10.20.30+7"})
        CHECK(is_semver(good));
    for (const auto* bad :
         {"", "1", "1.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "1.0.0-a..b", "1.0.0.0"})
        CHECK_FALSE(is_semver(bad));
}

TEST_CASE("a licence is an SPDX expression", "[descriptor]") {
    for (const auto* good :
         {"MIT", "GPL-2.0-or-later WITH Classpath-exception-2.0", "(MIT OR Apache-2.0) AND LicenseRef-x"})
        CHECK(is_spdx(good));
    for (const auto* bad : {"", "Apache 2.0", "MIT OR", "(MIT", "MIT)", "MIT/X11"})
        CHECK_FALSE(is_spdx(bad));
}

TEST_CASE("UTF-8 is what RFC 3629 says", "[descriptor]") {
    for (const std::string good : {"", "a", "企业微信", "\xF0\x9F\x98\x80", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"})
        CHECK(is_utf8(good));
    for (const std::string bad :
         {"\x80", "\xC0\xAF", "\xE4\xBC", "\xED\xA0\x80", "\xE0\x80\xAF", "\xF4\x90\x80\x80", "\xF8"})
        CHECK_FALSE(is_utf8(bad));
}
