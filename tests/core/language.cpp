#include "core/language.hpp"

#include "support/catch.hpp"

using namespace wecom;

TEST_CASE("a Chinese or an absent locale means Chinese, every other English", "[language]") {
    for (const auto* locale : {"", "zh", "zh-CN", "zh-Hant-TW", "ZH-CN", "zh_CN"})
        CHECK(language_of(locale) == language::zh);
    for (const auto* locale : {"en", "en-US", "de", "tr-TR", "ja", "*", "\xFF"})
        CHECK(language_of(locale) == language::en);
}
