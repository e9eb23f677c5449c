#pragma once

#include "api/api_under_test.hpp"

#include <boost/json/array.hpp>

namespace host {

// A client of the API that signs in through a scripted provider, whose account is the subject "zhangsan".
class json_client {
public:
    explicit json_client(std::string_view script = "{}") : provider{api.add_provider(api.first, script)} {}

    std::string path(const std::string& tail) const { return "idp/org_idpplugin_scripted/" + provider + "/" + tail; }

    // tail: "login", "callback?...".
    response get(const std::string& tail, const std::string& cookies = {}) {
        return api.get(path(tail), {.headers = {{"Accept", "application/json"}, {"Cookie", cookies}}});
    }
    response at(const std::string& provider_path) {
        return api.get("idp/" + provider_path, {.headers = {{"Accept", "application/json"}}});
    }

    std::string state_of(const response& begun) const {
        const auto to = std::string{member(begun, {"data", "redirect"}).as_string()};
        return to.substr(to.find("state=") + 6);
    }

    // The whole way, as the provider's person.
    response log_in() {
        const auto begun = get("login");
        return get("callback?state=" + state_of(begun), cookies_of(begun));
    }

    // A new user of the first tenant, to whom the account belongs.
    user bind(std::string_view name) {
        const auto who = api.add_user(name, api.first);
        binding wanted;
        wanted.tenant_id = api.first.id;
        wanted.user_id = who.id;
        wanted.provider_id = provider;
        wanted.issuer = "scripted";
        wanted.subject = "zhangsan";
        api.site.data.bindings.add(wanted);
        return who;
    }

    api_under_test api;
    const std::string provider;
};

}  // namespace host
