#pragma once

#include "core/config.hpp"

#include <string>
#include <vector>

namespace wecom {

// One way in for a browser, as a login page shows it.
struct login_option {
    bool hand_off = false;  // cannot start in this browser: the label says where it can
    login_mode mode = login_mode::automatic;
    std::string label;
    std::string icon_media_type, icon;
    std::string form_action;  // origin that the button leads to
};

std::vector<login_option> login_options(const config& settings, std::string_view user_agent, language lang);

}  // namespace wecom
