#pragma once

#include "web/accept_language.hpp"

#include <string_view>

namespace host {

// Words of a page in both languages, side by side so that neither is forgotten.
struct phrase {
    std::string_view english, chinese;

    constexpr std::string_view in(language of) const { return of == language::chinese ? chinese : english; }
};

}  // namespace host
