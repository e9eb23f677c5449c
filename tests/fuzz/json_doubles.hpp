#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

// Whether there is a double anywhere inside: Boost.JSON reads the one it has written itself with a difference in the
// last bit sometimes.
inline bool has_doubles(const boost::json::value& value) {
    if (const auto* array = value.if_array()) return std::any_of(array->begin(), array->end(), has_doubles);
    if (const auto* object = value.if_object())
        return std::any_of(object->begin(), object->end(), [](const auto& one) { return has_doubles(one.value()); });
    return value.is_double();
}
