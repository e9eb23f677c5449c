#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace validator {

// FILE.idp.json for FILE.so: by it a host can list a provider without running its code. The build writes it from the
// library itself, so the two cannot differ. Opens the library.
std::string manifest_of(const std::filesystem::path& library);

// The members of a manifest that differ from what the library says. Throws std::runtime_error if it is no JSON object.
std::vector<std::string> manifest_differences(const std::string& manifest, const std::filesystem::path& library);

// "FILE.idp.json" beside FILE.so.
std::filesystem::path beside(const std::filesystem::path& library, const char* ending);

}  // namespace validator
