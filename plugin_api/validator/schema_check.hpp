#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace validator {

// Where a value is not what the schema wants: "/corpid: pattern". Of JSON Schema 2020-12 what configurations of
// providers use; a keyword that is not known here, or a pattern that std::regex cannot read, forbids nothing.
std::vector<std::string> schema_issues(const boost::json::value& schema, const boost::json::value& value);

}  // namespace validator
