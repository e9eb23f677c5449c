#pragma once

#include <string_view>

namespace host {

enum class language { english, chinese };

// The one of our languages that the person prefers; English if neither is named.
language preferred_language(std::string_view accept_language);

std::string_view language_tag(language of);  // BCP 47: "en", "zh-CN"

}  // namespace host
