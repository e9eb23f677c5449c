#include "core/packed.hpp"

#include "fuzz/target.hpp"

#include <array>

using namespace wecom;
using fuzz::holds;

namespace {

// A record of another version: whatever is read from it, in an order that the input says.
void read_as_other_version(std::string_view order, unpacker in) {
    std::array<char, 4> four{};
    for (const char c : order.substr(0, 64)) {
        if (c % 3 == 0)
            in.number();
        else if (c % 3 == 1)
            in.text();
        else
            in.bytes(four);
    }
}

}  // namespace

FUZZ_TARGET(packed) {
    read_as_other_version(input, unpacker{input});

    const auto half = input.size() / 2;
    const auto bytes = packer{}.text(input.substr(0, half)).number(half).text(input.substr(half)).take();
    unpacker in{bytes};
    const auto begin = in.text();
    const auto middle = in.number();
    const auto end = in.text();
    holds(in.complete() && begin + end == input && middle == half, "what was packed comes out again");

    unpacker cut{std::string_view{bytes}.substr(0, bytes.size() - 1)};
    cut.text(), cut.number(), cut.text();
    holds(!cut.complete(), "a record without its end is none");
}
