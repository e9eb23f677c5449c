#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace host {

struct cookie {
    std::string name, value;
    bool operator==(const cookie&) const = default;
};

// A Cookie header, in its order: browsers send the oldest first. What is no pair is left out.
std::vector<cookie> parse_cookies(std::string_view header);

// Of the first cookie of this name; empty: there is none.
std::string_view cookie_value(const std::vector<cookie>& among, std::string_view name);

// The name that makes a browser refuse the cookie from anybody but this host over https. Without https browsers
// would not take it, so the plain name is used.
std::string host_cookie_name(std::string_view plain, bool https);

// Set-Cookie values. All cookies of this host are HttpOnly, SameSite=Lax and for the whole site.
std::string session_cookie(const cookie& it, bool https);
std::string lasting_cookie(const cookie& it, std::chrono::seconds max_age, bool https);
std::string deleted_cookie(std::string_view name, bool https);

}  // namespace host
