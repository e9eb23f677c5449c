#include "core/address.hpp"

#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(address) {
    const std::string text{input};
    holds(!is_public_address(text) || is_address(text), "what is public is an address");
    const auto range = parse_address_range(text);
    holds(!is_address(text) || (range && range->contains(text)), "an address is a range of one");
    if (!range) return;
    const auto bits = static_cast<int>(range->prefix.size() * 8);
    holds((bits == 32 || bits == 128) && range->bits >= 0 && range->bits <= bits, "a range has an address and bits");
    const auto network = text.substr(0, text.find('/'));
    holds(is_address(network) && range->contains(network), "a range contains what it is written with");
    holds(text.find('\0') == text.npos && text.find('\n') == text.npos, "an address is one line of text");
}
