#pragma once

#include "idp_plugin.hpp"
#include "validator/recipe.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace validator {

// The provider has broken its contract. The sentence says what it did, and what it should have done.
struct violation : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// There is nothing to try here: the provider has no such extension, say.
struct skipped : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void expect(bool kept, const std::string& otherwise) {
    if (!kept) throw violation{otherwise};
}

// What one test is given. It lives in the test's own process; one thread uses it.
class trial {
public:
    trial(std::filesystem::path library, test_recipe its_recipe, unsigned rounds, std::uint64_t seed)
        : library{std::move(library)}, recipe{std::move(its_recipe)}, rounds{rounds}, seed{seed} {}

    const std::filesystem::path library;  // absolute
    const test_recipe recipe;
    const unsigned rounds;     // how often the tests that repeat do so: 1,000 unless asked otherwise
    const std::uint64_t seed;  // of whatever is random in a test

    // Opens the library, the first time. Throws violation if it is no provider.
    const idp_plugin_v1& table();
    template <class Extension>
    const Extension* extension(const char* id) {
        return static_cast<const Extension*>(table().get_extension(id));
    }
    // Throws skipped if it has none.
    template <class Extension>
    const Extension& needed_extension(const char* id) {
        const auto* found = extension<Extension>(id);
        if (!found) throw skipped{std::string{"the provider has no "} + id};
        return *found;
    }

    // Something that is no breach, but that the author should look at.
    void warn(std::string text) { warnings_.push_back(std::move(text)); }
    const std::vector<std::string>& warnings() const { return warnings_; }

private:
    const idp_plugin_v1* table_ = nullptr;
    std::vector<std::string> warnings_;
};

}  // namespace validator
