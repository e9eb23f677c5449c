#pragma once

#include "idp_plugin.hpp"

#include <string_view>

namespace chaos {

// Throw idp::failure IDP_E_INVALID for what a host may not send.
void check_bytes(const idp_str& text, std::size_t most);
void check_text(const idp_str& text, std::size_t most);
void check_list(const idp_list& list, std::uint32_t most);

bool consists_of(std::string_view text, std::string_view allowed);
inline constexpr std::string_view word_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace chaos
