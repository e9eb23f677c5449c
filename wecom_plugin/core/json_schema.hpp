#pragma once

#include "core/language.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace wecom {

// One thing that is wrong with a configuration.
struct config_issue {
    std::string pointer;  // RFC 6901
    std::string code;     // the schema keyword that failed, or "blank" or "json"
    std::string text;     // for the person at the form; never the value itself
};

// What the schema finds wrong with a value. It knows the keywords of JSON Schema 2020-12 that config.schema.json uses
// (json_schema_keywords), so that form, validation and documentation come from one file.
// A string with a blank at its beginning or end is refused first: it came along when somebody pasted.
std::vector<config_issue> schema_issues(const boost::json::value& schema, const boost::json::value& value,
                                        language lang);

// A key inside a JSON pointer, fit to be shown: it may be anything, even a secret that was pasted into the wrong place.
std::string pointer_token(std::string_view key);

// Every keyword that schema_issues enforces or knowingly passes over; a test compares them with the file.
const std::vector<std::string_view>& json_schema_keywords();

}  // namespace wecom
