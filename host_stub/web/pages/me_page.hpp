#pragma once

#include "ambient.hpp"
#include "web/pages/page_frame.hpp"

namespace host {

// Who is signed in, and how.
struct me_view {
    std::string display_name{};   // of the local user; the rest of it is in the frame
    std::string provider_name{};  // empty: signed in with a password
    wall_time since{};
    std::string kind{}, issuer{}, subject{}, external_name{}, email{}, phone{}, avatar_url{}, claims{},
        flags{};  // empty: not shown
};

std::string me_page(const page_frame& frame, const me_view& view);

}  // namespace host
