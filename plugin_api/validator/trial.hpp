#pragma once

#include "idp_plugin.hpp"
#include "validator/recipe.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

class certificate_authority;

namespace validator {

// The provider has broken its contract. The sentence says what it did, and what it should have done.
struct violation : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The file is no provider at all. One test says so; the others have nothing to try.
struct no_provider : violation {
    using violation::violation;
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
    trial(std::filesystem::path file, test_recipe how, unsigned times, std::uint64_t random_seed);
    ~trial();

    const std::filesystem::path library;  // absolute
    const test_recipe recipe;
    const unsigned rounds;     // how often the tests that repeat do so: 1,000 unless asked otherwise
    const std::uint64_t seed;  // of whatever is random in a test

    // Opens the library, the first time. Throws no_provider if it is none.
    const idp_plugin_v1& table();
    template <class Extension>
    const Extension* extension(const char* id) {
        return static_cast<const Extension*>(table().get_extension(id));
    }
    // Throws skipped if it has none.
    template <class Extension>
    const Extension* needed_extension(const char* id) {
        const auto* found = extension<Extension>(id);
        if (!found) throw skipped{std::string{"the provider has no "} + id};
        return found;
    }

    // The recipe's configuration for an instance that will not get as far as the network: nobody listens there.
    std::string config_json();

    // Something that is no breach, but that the author should look at.
    void warn(std::string text) { warnings_.push_back(std::move(text)); }
    const std::vector<std::string>& warnings() const { return warnings_; }

private:
    std::optional<idp_plugin_v1> table_;
    std::unique_ptr<certificate_authority> authority_;
    std::vector<std::string> warnings_;
};

}  // namespace validator
