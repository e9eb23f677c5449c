#pragma once

#include "core/config.hpp"

#include <string>
#include <string_view>

namespace wecom {

// Which page suits a browser. The User-Agent is a hint for routing and proves nothing.
enum class browser_kind { wecom, phone, desktop };
browser_kind kind_of_browser(std::string_view user_agent);

// The page on which a login of this mode happens for this browser. `automatic` means the in-app page inside WeCom, and
// wherever the QR page is not wanted or has no agentid: it says itself what to do.
login_mode effective_mode(login_mode asked, const config& settings, std::string_view user_agent);

// Origin and path prefix of the page of a mode.
web_url page_base(login_mode mode, const network_config& network);

struct authorize_target {
    login_mode mode = login_mode::in_app;  // not `automatic`
    std::string redirect_uri, state;
    language lang = language::zh;  // of the person
};

// Where to send the browser. errc::config_field if the mode needs an agentid and there is none.
result<std::string> make_authorize_url(const config& settings, const authorize_target& target);

}  // namespace wecom
