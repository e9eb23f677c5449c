#include "core/seal.hpp"

#include "core/encoding.hpp"
#include "support/catch.hpp"

#include <stdexcept>

using namespace wecom;

namespace {

const std::string a_nonce(12, 'n');

secret key(char fill) { return secret{std::string(32, fill)}; }

sealer a_sealer(std::string_view label = "transaction", char fill = 'k') {
    return sealer{label, std::vector<secret>{key(fill)}};
}

std::string sealed_bytes(const sealer& by, std::string_view plain) {
    return base64url_decode(by.seal(plain, a_nonce)).value();
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        constexpr auto digits = "0123456789abcdef";
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[c & 15];
    }
    return out;
}

}  // namespace

TEST_CASE("what is sealed opens to the same bytes", "[seal]") {
    const auto both = a_sealer();
    for (const auto& plain : {std::string{}, std::string{"text"}, std::string(1, '\0'), std::string(4000, '\xFF')}) {
        const auto opened = both.open(sealed_bytes(both, plain));
        REQUIRE(opened);
        CHECK(opened->reveal() == plain);
    }
}

TEST_CASE("a seal is what AES-256-GCM under HKDF-SHA-256 makes of it", "[seal]") {
    // Computed with another library. Nodes of two versions must read each other's transactions.
    CHECK(a_sealer().seal("plain", a_nonce) == "bm5ubm5ubm5ubm5uUB5fW7gIPRamwVk3-qbuYuTth1eH");
}

TEST_CASE("a sealed blob with any bit flipped is refused", "[seal][T03]") {
    const auto both = a_sealer();
    const auto good = sealed_bytes(both, "a transaction");
    REQUIRE(both.open(good));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto bad = good;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
        INFO(bit);
        CHECK(!both.open(bad));
    }
}

TEST_CASE("a sealed blob that was cut or made longer is refused", "[seal]") {
    const auto both = a_sealer();
    const auto good = sealed_bytes(both, "a transaction");
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(!both.open(std::string_view{good}.substr(0, size)));
    CHECK(!both.open(good + '\0'));
    CHECK(both.open(good));  // what was refused leaves no trace
}

TEST_CASE("a blob of another label or key does not open", "[seal][T04]") {
    const auto good = sealed_bytes(a_sealer(), "a transaction");
    CHECK(a_sealer("transaction").open(good));
    CHECK(!a_sealer("grant").open(good));
    CHECK(!a_sealer("").open(good));
    CHECK(!a_sealer("transaction", 'x').open(good));
}

TEST_CASE("after a rotation the old key still opens and the new one seals", "[seal]") {
    const auto before = a_sealer("transaction", 'o');
    const sealer after{"transaction", {key('n'), key('o')}};
    const auto only_new = a_sealer("transaction", 'n');

    CHECK(after.open(sealed_bytes(before, "old"))->reveal() == "old");
    CHECK(only_new.open(sealed_bytes(after, "new"))->reveal() == "new");
    CHECK(!before.open(sealed_bytes(after, "new")));
}

TEST_CASE("a nonce has exactly twelve bytes", "[seal]") {
    for (const std::size_t size : {0, 11, 13})
        CHECK_THROWS_AS(a_sealer().seal("plain", std::string(size, 'n')), std::runtime_error);
}

TEST_CASE("sha256 has the vectors of FIPS 180", "[seal]") {
    const auto digest = sha256("abc");
    CHECK(hex(bytes_of(digest)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(short_hash("abc")) == "ba7816bf8f01cfea414140de5dae2223");
    CHECK(short_hash("").empty());
}

TEST_CASE("what was sealed under a name opens under no other", "[seal]") {
    const auto store = a_sealer("kv");
    const auto bytes = base64url_decode(store.seal("token", a_nonce, "token/a")).value();
    CHECK(store.open(bytes, "token/a")->reveal() == "token");
    CHECK_FALSE(store.open(bytes, "token/b"));
    CHECK_FALSE(store.open(bytes));
}
