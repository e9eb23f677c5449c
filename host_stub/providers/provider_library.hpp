#pragma once

#include "idp_plugin.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace host {

// What the manifest beside a library ("idp_acme.idp.json" beside "idp_acme.so") says of it, known before any of its
// code runs.
struct manifest {
    std::string id;
    std::uint32_t abi_major = 0, min_host_minor = 0;
};

// Throws idp::load_error. source names the text in errors.
manifest parse_manifest(std::string_view text, const std::string& source);

// The providers of a folder. What cannot be used is no reason to stop: it is left out, and problems() says why.
class provider_library {
public:
    // Opens every *.so that has a manifest. Throws idp::load_error if the folder cannot be read.
    static provider_library open(const std::filesystem::path& directory);

    const idp::provider* find(std::string_view id) const;
    const std::vector<idp::provider>& providers() const { return providers_; }
    const std::vector<std::string>& problems() const { return problems_; }

private:
    void add(const std::filesystem::path& file);

    std::vector<idp::provider> providers_;
    std::vector<std::string> problems_;
};

}  // namespace host
