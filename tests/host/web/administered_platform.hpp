#pragma once

#include "store/store.hpp"
#include "surroundings.hpp"
#include "web/administration.hpp"
#include "web/site_state.hpp"

#include <sstream>

namespace host {

// The pages below /admin of a platform with one tenant, without a server.
struct administered_platform {
    temporary_folder folder;
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::trace, world.outside().now};
    public_url base{"https://id.example.com", true};
    host_services services{log, world.outside().now};
    provider_library library;
    store data{folder.path() / "host.db", world.outside()};
    provider_registry providers;
    site_state state{base, world.outside(), log, data, providers};
    router routes;
    page_routes pages{state, routes};
    administration everything{state};

    // provider: a file in the folder of providers. operator_network: as of --operator-defaults.
    explicit administered_platform(const std::string& provider, const std::string& operator_network = "")
        : library{provider_library::open(std::filesystem::path{provider}.parent_path())},
          providers{library, services, data, base, operator_network, log} {
        everything.add_to(pages);
    }

    // Of the first tenant, if none is named.
    user add(const std::string& name, bool is_administrator = true, bool is_operator = false,
             const std::string& tenant_id = "") {
        return *data.users.add(
            {tenant_id.empty() ? data.tenants.first().id : tenant_id, name, is_administrator, is_operator});
    }

    std::vector<audit_entry> audited(const std::string& kind) const {
        return data.audit.list(data.tenants.first().id, kind, 1, 100).entries;
    }
};

// Somebody who is signed in, as his browser sends requests.
class office {
public:
    office(administered_platform& of, const user& who)
        : of_{of}, opened_{*of.data.sessions.open({who.id, "", ""}, of.world.outside().now())} {}

    response get(const std::string& path) const { return send("GET", path, "", ""); }

    response post(const std::string& path, const form& sent = {}) const {
        std::string body = "csrf=" + encode_value(opened_.opened.csrf_token);
        for (const auto& [name, value] : sent)
            body += "&" + encode_value(name) + "=" + encode_value(value);
        return send("POST", path, "application/x-www-form-urlencoded", body);
    }

    // As a form with files is sent. files: the content, by name.
    response post_parts(const std::string& path, const form& sent, const form& files = {}) const {
        std::string body = part("csrf", opened_.opened.csrf_token, "");
        for (const auto& [name, value] : sent)
            body += part(name, value, "");
        for (const auto& [name, content] : files)
            body += part(name, content, "; filename=\"f\"");
        return send("POST", path, "multipart/form-data; boundary=cut", body + "--cut--\r\n");
    }

private:
    static std::string part(const std::string& name, const std::string& value, const std::string& file) {
        return "--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n" + value + "\r\n";
    }

    response send(const std::string& method, const std::string& target, const std::string& type,
                  const std::string& body) const {
        const auto cut = target.find('?');
        request out;
        out.method = method;
        out.path = target.substr(0, cut);
        out.query = cut == target.npos ? "" : target.substr(cut + 1);
        out.headers = {{"Cookie", session_cookie_name(of_.state) + "=" + opened_.token},
                       {"Origin", of_.base.origin},
                       {"Content-Type", type}};
        out.body = body;
        const auto found = of_.routes.find(method, out.path);
        if (!found.handler) return {404, {}, "no such route", nullptr};
        auto answered = (*found.handler)(out, found.values);
        auto* work = std::get_if<deferred>(&answered);
        return work ? (*work)() : std::get<response>(answered);
    }

    administered_platform& of_;
    const opened_session opened_;
};

inline bool says(const response& page, std::string_view text) { return page.body.find(text) != page.body.npos; }

inline std::string location(const response& of) { return std::string{find_field(of.headers, "Location")}; }

}  // namespace host
