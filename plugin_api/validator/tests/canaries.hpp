#pragma once

#include "validator/attentive_host.hpp"
#include "validator/guest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace validator {

// Throws violation if the text holds a canary of the recipe, or one of the secrets of this login, as it is or as a URL
// writes it. The sentence says where it was found, and not the secret.
void expect_no_canary(const test_recipe& recipe, const std::vector<std::string>& of_login, std::string_view text,
                      const std::string& where);
void expect_no_canary(const test_recipe& recipe, const std::vector<std::string>& of_login,
                      const std::vector<log_line>& logs);

// All that an error says in words.
std::string text_of(const idp_error& error);

}  // namespace validator
