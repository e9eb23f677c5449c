#pragma once

#include "core/error.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>

// "ok", or the reason of the failure: what a table of inputs says in its second column.
template <class T>
std::string_view outcome(const wecom::result<T>& result) {
    return result ? std::string_view{"ok"} : wecom::facts(result.error().code).reason;
}

// What CHECK(result) shows.
template <class T>
struct Catch::StringMaker<wecom::result<T>> {
    static std::string convert(const wecom::result<T>& result) { return std::string{outcome(result)}; }
};
