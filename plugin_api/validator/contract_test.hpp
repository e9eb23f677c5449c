#pragma once

#include <span>
#include <string_view>

namespace validator {

class trial;

// What a test cannot do without. It is skipped where the recipe does not have it.
enum class needs {
    nothing,   // the file is enough
    instance,  // a recipe with a configuration and a callback
    network    // and with the answers of the provider
};

// One test of the contract. It is handed the library afresh, in a process of its own, and returns if the contract is
// kept; otherwise it throws violation.
struct contract_test {
    std::string_view name;     // kebab-case, never renamed: providers' authors look it up
    std::string_view promise;  // a sentence: what a provider that passes does
    std::string_view rules;    // "R4 R29": of docs/plugin-api.md, blank-separated
    needs of;
    void (*run)(trial&);
};

// All of them, in the order in which they run.
std::span<const contract_test> catalogue();

}  // namespace validator
