#include "core/secret.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <ostream>
#include <type_traits>

using namespace wecom;

namespace {

template <class T>
concept printable_to_a_stream = requires(std::ostream& out, const T& value) {
    out << value;
};

static_assert(printable_to_a_stream<std::string>);
static_assert(!printable_to_a_stream<secret>);
static_assert(!std::is_convertible_v<secret, std::string> && !std::is_convertible_v<secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, secret> && !std::is_convertible_v<const char*, secret>);
static_assert(std::is_nothrow_move_constructible_v<secret>);

}  // namespace

TEST_CASE("a secret shows its bytes to reveal only", "[secret]") {
    const secret token{std::string_view{"a-token"}};
    CHECK(token.reveal() == "a-token");
    CHECK(!token.empty());
    CHECK(secret{}.empty());
}

TEST_CASE("a moved secret is empty", "[secret]") {
    for (const auto* bytes : {"short", "long enough to live on the heap, not inside of the string"}) {
        secret from{std::string{bytes}};
        secret to{std::move(from)};
        CHECK(from.reveal() == "");
        CHECK(to.reveal() == bytes);
        from = std::move(to);
        CHECK(from.reveal() == bytes);
        CHECK(to.reveal() == "");
    }
}

TEST_CASE("a secret that ends leaves nothing where it was", "[secret][T33]") {
    // A short string keeps its bytes inside of the object, in storage that outlives the secret here.
    alignas(secret) unsigned char place[sizeof(secret)];
    auto* const token = new (place) secret{std::string{"a-short-token"}};
    const std::string_view bytes{reinterpret_cast<const char*>(place), sizeof(place)};
    REQUIRE(bytes.find("a-short-token") != bytes.npos);
    std::destroy_at(token);
    CHECK(bytes.find("short") == bytes.npos);
}

TEST_CASE("a secret that was moved away leaves nothing where it was", "[secret][T33]") {
    secret from{std::string{"a-short-token"}};
    const secret to{std::move(from)};
    const std::string_view bytes{reinterpret_cast<const char*>(&from), sizeof(from)};
    CHECK(bytes.find("short") == bytes.npos);
}

TEST_CASE("secrets are equal if all their bytes are", "[secret][T40]") {
    CHECK(secret{std::string_view{"same"}} == secret{std::string_view{"same"}});
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time({}, ""));
    for (const auto* other : {"", "sam", "same ", "samE", "Same"})
        CHECK(!equal_in_constant_time("same", other));
}
