#pragma once

#include <string>
#include <string_view>

namespace validator {

// Throws violation unless the text is UTF-8 without anything that ends a line or moves a cursor.
void expect_one_line(std::string_view text, const std::string& where);

}  // namespace validator
