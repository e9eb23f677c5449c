#pragma once

#include "validator/calls.hpp"

namespace validator {

template <class T>
T sized() {
    T value{};
    value.struct_size = sizeof value;
    return value;
}

// An idp_str inside of the struct that an argument points to.
template <class Request>
void add_field(call& to, const char* name, std::size_t argument, idp_str Request::*field, std::size_t limit,
               reading how) {
    const Request nowhere{};
    const auto offset = reinterpret_cast<const char*>(&(nowhere.*field)) - reinterpret_cast<const char*>(&nowhere);
    to.texts.push_back({name, argument, static_cast<std::size_t>(offset), limit, how});
}

// self and req of what resolves a fresh grant.
void add_resolve_request(call& to, scene& in);

// Those of the extensions that the provider has.
void add_extension_calls(std::vector<call>& to, scene& in);

}  // namespace validator
