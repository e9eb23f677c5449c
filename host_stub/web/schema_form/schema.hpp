#pragma once

#include "web/accept_language.hpp"

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

enum class field_kind {
    text,
    secret,   // a text that is never shown
    number,   // an integer
    toggle,   // a boolean
    choice,   // one of options
    choices,  // an array of some of options
    lines,    // an array of texts
    json,     // whatever has no control of its own
    group     // an object with fields
};

// The field is also required while another field of the same group has one of these values.
struct field_condition {
    std::string pointer;
    std::vector<std::string> values;
};

struct schema_field {
    std::string pointer;      // JSON pointer into the configuration: "/network/api_base"; also the name of its control
    std::string title, help;  // in the person's language
    std::string example;
    field_kind kind = field_kind::text;
    boost::json::value default_value;  // null: none
    bool required = false;
    bool read_only = false;      // the host fills it in
    bool operator_only = false;  // a tenant's administrator neither sees nor sets it
    bool is_url = false;
    std::string host_value;  // of x-value: "redirect_uri", "redirect_host", or empty
    std::vector<std::string> options;
    std::vector<std::string> image_types;  // of the images that may be uploaded into it as a data: URL
    std::optional<std::int64_t> minimum, maximum;
    std::size_t max_length = 0;  // 0: any
    std::vector<field_condition> required_when;
    std::vector<schema_field> fields;  // of a group, in their order
};

struct config_schema {
    std::string title, help;
    std::vector<schema_field> fields;  // in their order
};

struct schema_problem {
    std::string text;  // for the developer of the provider
};

// Reads what a provider's JSON Schema says about its form; what it does not understand becomes a field_kind::json or is
// not shown as a condition. Refused: no JSON, no object, more than 256 KiB, 300 fields
// or 4 groups inside each other.
boost::system::result<config_schema, schema_problem> parse_config_schema(std::string_view json, language in);

}  // namespace host
