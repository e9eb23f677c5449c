#pragma once

#include "ambient.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace host {

// The keys of a deployment: 32 random bytes in a file of mode 0600, made at the first start; every use has a key of
// its own, derived from them (HKDF-SHA-256, info = label). Whoever has the file can read the secrets of the store.
class key_file {
public:
    // Reads the file or makes it. Throws config_error if it is not a regular file of this user's that nobody else
    // may read, or was cut short.
    key_file(const std::filesystem::path& file, const ambient& outside);
    key_file(const key_file&) = delete;
    key_file& operator=(const key_file&) = delete;
    ~key_file();

    std::string derive(std::string_view label) const;  // 32 bytes

    // AES-256-GCM under the key of the label "store"; about is authenticated and not stored, so that a value moved to
    // another row does not open.
    std::string seal(std::string_view plain, std::string_view about) const;
    std::optional<std::string> open(std::string_view sealed, std::string_view about) const;

private:
    std::string key_, store_key_;
    ambient outside_;
};

}  // namespace host
