#pragma once

// What both sides of the old/new matrix agree on. Compiled with the header of a later minor, a struct has the field
// later and a table the function later_call (later_header.py); compiled with ours, they have not.

#include "idp_plugin.hpp"

#include <cstdint>

namespace minors {

inline constexpr std::uint32_t mark = 0x1a7e6;

template <class T>
void set_later(T& value) {
    if constexpr (requires { value.later; }) value.later = mark;
}

// Whether the partner has filled the field, too: zero in the copy that idp::known made is "no".
template <class T>
bool has_later(const T& value) {
    if constexpr (requires { value.later; })
        return value.later == mark;
    else
        return false;
}

// Whether the partner's table has the function, too; if so it is called.
template <class Table>
bool calls_later(const Table* table) {
    if constexpr (requires { table->later_call; }) {
        const auto call = IDP_FUNCTION(Table, table, later_call);
        return call && call(1) == 2;
    } else {
        return false;
    }
}

template <class Table>
void set_later_call(Table& table) {
    set_later(table);
    if constexpr (requires { table.later_call; }) table.later_call = [](std::uint64_t x) noexcept { return x + 1; };
}

}  // namespace minors
