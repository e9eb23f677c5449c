// Both sides of idp_plugin.hpp: who owns what a result points to, and lists whose elements have another size.

#include "idp_plugin.hpp"
#include "support/catch.hpp"

#include <string>

namespace {

int released = 0;

void fill(idp_grant* out, const char* context) {
    idp::result_slot slot{out};
    idp_grant value{};
    value.owner = {[](idp_owned* self) {
                       ++released;
                       *self = {};
                   },
                   nullptr};
    value.context = idp::str(context);
    slot.fill(value);
}

struct short_element {
    std::uint64_t first;
};
struct long_element {
    std::uint64_t first, second;
};

}  // namespace

TEST_CASE("an owned result is released once, wherever it was moved to", "[owned]") {
    released = 0;
    {
        idp::owned<idp_grant> first;
        fill(first.out(), "one");
        idp::owned<idp_grant> second{std::move(first)};
        CHECK(idp::view(second->context) == "one");
        CHECK(first->owner.release == nullptr);
        CHECK(first->struct_size == sizeof(idp_grant));
        first = std::move(second);
        CHECK(idp::view(first->context) == "one");
        CHECK(released == 0);
    }
    CHECK(released == 1);
}

TEST_CASE("a result is released before it is filled again", "[owned]") {
    released = 0;
    idp::owned<idp_grant> grant;
    fill(grant.out(), "one");
    fill(grant.out(), "two");
    CHECK(released == 1);
    CHECK(idp::view(grant->context) == "two");
}

TEST_CASE("a result slot writes only what the caller has room for", "[result_slot]") {
    struct {
        idp_grant known;
        std::uint64_t guard = 0xA5A5A5A5A5A5A5A5;
    } later{};
    later.known.struct_size = sizeof later;
    fill(&later.known, "text");
    CHECK(later.known.struct_size == sizeof later);
    CHECK(later.guard == 0xA5A5A5A5A5A5A5A5);
    idp_grant shorter{};
    shorter.struct_size = sizeof shorter - 1;
    CHECK_THROWS_AS(idp::result_slot{&shorter}, idp::failure);
}

TEST_CASE("storage keeps short and long texts and lists until it is released", "[storage]") {
    idp::storage storage;
    const auto brief = storage.keep(std::string{"short"});
    const auto long_text = storage.keep(std::string(1000, 'x'));
    for (int i = 0; i < 100; ++i)
        storage.keep(std::to_string(i));
    const auto list = storage.keep(std::vector<idp_config_issue>{{.pointer = brief, .code = {}, .text = long_text}});
    auto owner = std::move(storage).give_away();
    CHECK(idp::view(brief) == "short");
    REQUIRE(list.count == 1);
    CHECK(list.stride == sizeof(idp_config_issue));
    CHECK(idp::view(static_cast<const idp_config_issue*>(list.items)->text).size() == 1000);
    owner.release(&owner);
    CHECK(owner.release == nullptr);
}

TEST_CASE("longer elements are cut, and shorter ones filled with zero", "[elements]") {
    const long_element longs[] = {{1, 2}, {3, 4}};
    const auto cut = idp::elements<short_element>({longs, 2, sizeof(long_element)});
    REQUIRE(cut.size() == 2);
    CHECK(cut[1].first == 3);
    const short_element shorts[] = {{5}, {6}};
    const auto filled = idp::elements<long_element>({shorts, 2, sizeof(short_element)});
    REQUIRE(filled.size() == 2);
    CHECK(filled[1].first == 6);
    CHECK(filled[1].second == 0);
    CHECK(idp::elements<long_element>({}).empty());
}

TEST_CASE("a string without a pointer is empty", "[view]") {
    CHECK(idp::view({}).empty());
    CHECK(idp::view(idp::str("text")) == "text");
}
