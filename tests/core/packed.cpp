#include "core/packed.hpp"

#include "support/catch.hpp"

using namespace wecom;
using namespace std::string_literals;

TEST_CASE("packed bytes are big-endian with 16-bit lengths", "[packed]") {
    CHECK(packer{}.number(0x0102030405060708).text("ab").text("").take() == "\1\2\3\4\5\6\7\x08\0\2ab\0\0"s);
}

TEST_CASE("an unpacker gives back what was packed", "[packed]") {
    const auto long_text = std::string(65535, '\xFF');
    const auto bytes = packer{}.number(UINT64_MAX).text(long_text).text("\0"s).number(0).take();
    unpacker in{bytes};
    CHECK(in.number() == UINT64_MAX);
    CHECK(in.text() == long_text);
    CHECK(in.text() == "\0"s);
    CHECK(in.number() == 0);
    CHECK(in.complete());
}

TEST_CASE("an unpacker is not complete with a byte too few or too many", "[packed]") {
    const auto bytes = packer{}.number(7).text("text").take();
    for (std::size_t size = 0; size <= bytes.size() + 1; ++size) {
        const auto changed = (bytes + '\0').substr(0, size);
        unpacker in{changed};
        in.number();
        in.text();
        CHECK(in.complete() == (size == bytes.size()));
    }
}

TEST_CASE("an unpacker that has failed reads nothing more", "[packed]") {
    unpacker in{"\xFF\xFFshort"};
    CHECK(in.text() == "");
    CHECK(in.text() == "");
    CHECK(in.number() == 0);
    CHECK(!in.complete());
}
