#pragma once

#include <optional>
#include <string>
#include <string_view>

// AES-256-GCM: the nonce of 12 bytes, the hidden text, the tag of 16 bytes. about is authenticated and not part of it.
namespace host::aes_gcm {

std::string seal(std::string_view key, std::string_view nonce, std::string_view plain, std::string_view about);
std::optional<std::string> open(std::string_view key, std::string_view sealed, std::string_view about);

}  // namespace host::aes_gcm
