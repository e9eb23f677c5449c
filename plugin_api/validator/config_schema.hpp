#pragma once

#include <string>
#include <vector>

namespace validator {

// What is wrong with a descriptor's config_schema, in sentences without a dot.
struct schema_review {
    std::vector<std::string> faults;    // it is not JSON Schema 2020-12, or contradicts itself
    std::vector<std::string> oddities;  // it is, but a host's form may not know what to do with it
};
schema_review review_of(const std::string& config_schema);

// Where a configuration is not what the schema wants. Neither is broken JSON.
std::vector<std::string> config_issues(const std::string& config_schema, const std::string& config_json);

}  // namespace validator
