#pragma once

#include "web/schema_form/schema.hpp"

#include <boost/json/object.hpp>

namespace host {

// The value that a configuration has at a pointer of a schema_field; null if it has none.
const boost::json::value* value_at(const boost::json::object& config, std::string_view pointer);

// Makes the objects on the way.
void set_value(boost::json::object& config, std::string_view pointer, boost::json::value to);

// The field, or null.
const schema_field* find_field(const config_schema& schema, std::string_view pointer);

// What the control of a field shows, or its default: lines joined, true and false as words, JSON as it is. Of a secret
// nothing.
std::string shown_value(const boost::json::object& config, const schema_field& of);

// Whether an option of a field_kind::choices is among its values.
bool is_chosen(const boost::json::object& config, const schema_field& of, std::string_view option);

}  // namespace host
