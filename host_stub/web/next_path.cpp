#include "web/next_path.hpp"

#include "idp_plugin.h"

#include <boost/url/parse.hpp>

namespace host {

bool is_own_path(std::string_view text) {
    if (text.empty() || text.size() > IDP_MAX_CONTEXT || text.front() != '/') return false;
    const auto path = text.substr(0, text.find('?'));
    // Browsers read "//host" and "/\host" as another host; two slashes further on may become that in front of a proxy
    // that removes dot segments.
    if (path.find("//") != std::string_view::npos || text.find('\\') != std::string_view::npos) return false;
    return boost::urls::parse_origin_form({text.data(), text.size()}).has_value();
}

}  // namespace host
