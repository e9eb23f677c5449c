#include "web/cookie.hpp"

#include <algorithm>

namespace host {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::vector<cookie> parse_cookies(std::string_view header) {
    std::vector<cookie> out;
    while (!header.empty()) {
        const auto end = header.find(';');
        const auto pair = trimmed(header.substr(0, end));
        if (const auto equals = pair.find('='); equals != std::string_view::npos && equals > 0)
            out.push_back({std::string{pair.substr(0, equals)}, std::string{pair.substr(equals + 1)}});
        header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    }
    return out;
}

std::string_view cookie_value(const std::vector<cookie>& among, std::string_view name) {
    const auto at = std::find_if(among.begin(), among.end(), [&](const auto& one) { return one.name == name; });
    return at == among.end() ? std::string_view{} : at->value;
}

std::string host_cookie_name(std::string_view plain, bool https) {
    return (https ? "__Host-" : "") + std::string{plain};
}

std::string session_cookie(const cookie& it, bool https) {
    return it.name + "=" + it.value + "; Path=/; HttpOnly; SameSite=Lax" + (https ? "; Secure" : "");
}

std::string lasting_cookie(const cookie& it, std::chrono::seconds max_age, bool https) {
    return session_cookie(it, https) + "; Max-Age=" + std::to_string(max_age.count());
}

std::string deleted_cookie(std::string_view name, bool https) {
    return lasting_cookie({std::string{name}, ""}, std::chrono::seconds{0}, https);
}

}  // namespace host
