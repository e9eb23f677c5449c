#pragma once

#include "web/http_message.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace host {

// The other side was not reached, was not who it had to be, or did not speak HTTP. Names the URL without its query.
struct browser_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct browser_options {
    std::string ca_file{};  // PEM; empty: the system's certificates
    fields headers{};       // sent with every request
    bool keep_cookies = false;
    std::chrono::seconds timeout{15};  // of one exchange
};

struct page {
    std::string url;
    unsigned status = 0;
    fields headers;
    std::string body;

    std::string_view header(std::string_view name) const { return find_field(headers, name); }
    std::string location() const;  // absolute, if the page redirects; else empty
};

// What a person's browser does for a login, without the person: requests over verified TLS, redirects, cookies.
// Blocks; for one thread. Every function throws browser_error.
class browser {
public:
    explicit browser(browser_options options) : options_{std::move(options)} {}

    page get(std::string_view url);
    page post(std::string_view url, std::string_view form);
    page head(std::string_view url);

    // Follows at most 10 redirects. Ends with a page that does not redirect, or, unfetched and with status 0, at the
    // first URL for which arrived is true.
    page follow(std::string_view url, const std::function<bool(std::string_view)>& arrived = nullptr);

    // Of one host, as the next request would send them.
    const std::map<std::string, std::string>& cookies(const std::string& host) { return cookies_[host]; }

private:
    page send(std::string_view method, std::string_view url, std::string_view form);
    void remember_cookies(const std::string& host, const page& from);

    browser_options options_;
    std::map<std::string, std::map<std::string, std::string>> cookies_;  // by host name
};

std::string without_query(std::string_view url);

}  // namespace host
