#include "pages.hpp"

#include "authorize_page.hpp"
#include "login_page.hpp"

namespace simulator {

namespace {

using page = response (*)(world&, const request&, time_point);

page find_page(std::string_view path) {
    if (path == "/connect/oauth2/authorize") return authorize_page;
    if (path == "/wwlogin/sso/login") return wwlogin_page;
    // The second path is the one that the embedded wwLogin.js opens.
    if (path == "/wwopen/sso/qrConnect" || path == "/wwopen/sso/v1/qrConnect") return qr_connect_page;
    return nullptr;
}

}  // namespace

bool is_page(std::string_view path) { return find_page(path) != nullptr; }

response answer_page(world& state, const request& from, time_point now) {
    return find_page(from.path)(state, from, now);
}

}  // namespace simulator
