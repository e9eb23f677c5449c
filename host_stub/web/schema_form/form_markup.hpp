#pragma once

#include "web/html.hpp"
#include "web/schema_form/schema.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <string>
#include <vector>

namespace host {

using field_problems = std::map<std::string, std::string, std::less<>>;  // by JSON pointer

struct form_state {
    boost::json::object shown;   // the values in the controls: what is stored, or what was sent and refused
    boost::json::object stored;  // secrets are never shown, only that one is stored
    std::map<std::string, std::string, std::less<>> host_values;  // by x-value: what a person pastes elsewhere
    field_problems problems;
    bool for_operator = false;
};

// The controls of a configuration: each with a label, its help and its problem. Field names are JSON pointers.
std::vector<html> form_markup(const config_schema& schema, const form_state& state, language in);

}  // namespace host
