#pragma once

#include "behaviour.hpp"
#include "idp_plugin.hpp"

#include <vector>

namespace chaos {

// An optional flag that no header of today knows.
inline constexpr std::uint32_t flag_of_later_minor = 0x4000;

inline std::uint32_t later_flag(behaviour act) { return act == behaviour::later_minor ? flag_of_later_minor : 0; }

template <class T>
struct grown {
    T known;
    std::uint64_t later[3] = {UINT64_MAX, UINT64_MAX, UINT64_MAX};
};

// Kept as it is, or with the longer elements of a later minor.
template <class T>
idp_list keep_list(idp::storage& in, behaviour act, std::vector<T> items) {
    if (act != behaviour::later_minor) return in.keep(std::move(items));
    std::vector<grown<T>> longer;
    for (auto& one : items)
        longer.push_back({std::move(one)});
    return in.keep(std::move(longer));
}

}  // namespace chaos
