#include "core/error.hpp"

#include "core/encoding.hpp"
#include "support/catch.hpp"

#include <set>

using namespace wecom;

namespace {

constexpr int count_of_errc = static_cast<int>(errc::bug) + 1;

error restarted(errc code) { return {.code = code, .restarted = true}; }

}  // namespace

TEST_CASE("every failure has a reason of its own that fits into the ABI", "[error]") {
    std::set<std::string_view> reasons;
    for (int i = 0; i < count_of_errc; ++i) {
        const auto& row = facts(static_cast<errc>(i));
        INFO(row.reason);
        CHECK(row.code == static_cast<errc>(i));
        CHECK(!row.reason.empty());
        CHECK(row.reason.size() <= 39);
        CHECK(row.reason.find_first_not_of("abcdefghijklmnopqrstuvwxyz_8") == row.reason.npos);
        CHECK(reasons.insert(row.reason).second);
    }
}

TEST_CASE("every failure says something to the person, in both languages", "[error]") {
    for (int i = 0; i < count_of_errc; ++i) {
        const auto& row = facts(static_cast<errc>(i));
        INFO(row.reason);
        CHECK(row.en.ends_with('.'));
        CHECK(row.zh.ends_with("。"));
        CHECK(is_utf8(row.zh));
        CHECK(std::max(row.en.size(), row.zh.size()) < 384);
        CHECK(row.http_status >= 400);
        CHECK(row.http_status < 600);
    }
}

TEST_CASE("a login that was restarted is never restarted again", "[error][T46]") {
    for (int i = 0; i < count_of_errc; ++i) {
        const auto code = static_cast<errc>(i);
        INFO(facts(code).reason);
        CHECK(kind_of({.code = code}) == facts(code).whose);
        CHECK(kind_of(restarted(code)) != kind::restart);
        if (facts(code).whose != kind::restart) CHECK(kind_of(restarted(code)) == facts(code).whose);
    }
    CHECK(kind_of(restarted(errc::expired)) == kind::rejected);
    CHECK(kind_of(restarted(errc::ambiguous)) == kind::network);
}

TEST_CASE("the value of a failed result is a bug, and the exception names the reason", "[error]") {
    const result<int> failed = error{.code = errc::expired};
    CHECK_THROWS_WITH(failed.value(), "result without a value: expired");
}
