#pragma once

#include "surroundings.hpp"
#include "web/form.hpp"
#include "web/site.hpp"

#include <algorithm>
#include <map>
#include <sstream>

namespace host {

// The pages of a host without providers, asked without a network, and one browser in front of it.
class bare_site {
public:
    bare_site() : bare_site{made_up_world_outside()} {}
    explicit bare_site(ambient outside)
        : data{folder.path() / "host.db", world.outside()},
          providers{library, services, data, base, "", log},
          state{base, std::move(outside), log, data, providers} {}

    response ask(const std::string& method, const std::string& target, const std::string& body = "", fields more = {}) {
        const auto question = target.find('?');
        request asked{method, target.substr(0, question),
                      question == std::string::npos ? "" : target.substr(question + 1), std::move(more), body};
        asked.from_loopback = from_loopback;
        asked.remote_address = "192.0.2.1";
        if (!cookies.empty()) asked.headers.emplace_back("Cookie", cookie_line());
        return remember(run(pages.handle(asked)));
    }
    response get(const std::string& target, fields more = {}) { return ask("GET", target, "", std::move(more)); }
    // As a page of this host sends a form, with the token that its pages have.
    response post(const std::string& target, const std::string& values, fields more = {}) {
        if (more.empty()) more = {{"Origin", base.origin}};
        return ask("POST", target, "csrf=" + csrf + (values.empty() ? "" : "&") + values, std::move(more));
    }

    std::string cookie_line() const {
        std::string out;
        for (const auto& [name, value] : cookies)
            out += (out.empty() ? "" : "; ") + name + "=" + value;
        return out;
    }

    user add_user(const std::string& name, bool administrator = false) {
        const auto made = *data.users.add({data.tenants.first().id, name, administrator, false});
        data.users.set_password(made.id, "correct horse", false);
        return made;
    }
    response sign_in(const std::string& name) {
        get("/login");
        const auto out =
            post("/login", "tenant=" + data.tenants.first().id + "&name=" + name + "&password=correct+horse");
        get("/me");
        return out;
    }

    temporary_folder folder;
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::info, world.outside().now};
    host_services services{log, world.outside().now};
    const provider_library library = provider_library::open(folder.path());
    const public_url base{"http://localhost", false};
    store data;
    provider_registry providers;
    site_state state;
    site pages{state};
    std::map<std::string, std::string> cookies;
    std::string csrf;  // of the page that was seen last
    bool from_loopback = true;

private:
    ambient made_up_world_outside() { return world.outside(); }
    static response run(answer given) {
        auto* work = std::get_if<deferred>(&given);
        return work ? (*work)() : std::get<response>(std::move(given));
    }
    response remember(response from) {
        for (const auto& [name, value] : from.headers) {
            if (name != "Set-Cookie") continue;
            const auto equals = value.find('='), end = value.find(';');
            if (value.find("Max-Age=0") != value.npos)
                cookies.erase(value.substr(0, equals));
            else
                cookies[value.substr(0, equals)] = value.substr(equals + 1, end - equals - 1);
        }
        const auto at = from.body.find("name=\"csrf\" value=\"");
        if (at != from.body.npos) csrf = from.body.substr(at + 19, 43);
        return from;
    }
};

inline std::string_view header(const response& of, std::string_view name) { return find_field(of.headers, name); }

}  // namespace host
