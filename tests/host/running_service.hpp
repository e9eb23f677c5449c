#pragma once

#include "browser.hpp"
#include "scripted_provider.hpp"
#include "serve.hpp"
#include "surroundings.hpp"
#include "tls_identity.hpp"
#include "web/form.hpp"

#include <sstream>
#include <thread>

namespace host {

// "idp-host serve" in this process, on a port of its own, with configured providers. The user alice has the account
// that each of them signs in by itself; she has no password unless a test gives her one.
class running_service {
public:
    struct provider {
        std::string library, id, config;
        std::string name = "test";  // of the configuration
    };
    static provider minimal_provider(const std::string& name = "test") {
        return {GOOD_MINIMAL, "org.idpplugin.minimal", R"({"users": "alice bob carol"})", name};
    }
    static provider scripted_provider(const std::string& config, const std::string& name = "test") {
        return {SCRIPTED, "org.idpplugin.scripted", config, name};
    }

    static running_service minimal() { return running_service{{minimal_provider()}}; }
    static running_service scripted(const std::string& config) { return running_service{{scripted_provider(config)}}; }
    static running_service minimal_at(const std::string& public_url) {
        return running_service{{minimal_provider()}, public_url};
    }

    static running_service secure(const tls_identity& as, const std::string& config = "{}") {
        return running_service{{scripted_provider(config)}, "", std::chrono::seconds{10}, &as};
    }

    // as: who it is, if it speaks TLS.
    explicit running_service(std::vector<provider> providers, const std::string& public_url = "",
                             std::chrono::milliseconds grace = std::chrono::seconds{10},
                             const tls_identity* as = nullptr)
        : identity_{as},
          path_{"/api/v1/idp/" + dashed(providers.front().id) + "/" + providers.front().name},
          service_{options(providers, public_url, grace), world_.outside(), log_},
          alice_{add_user("alice")},
          thread_{[this] { service_.run(); }} {
        give(alice_, "minimal:org.idpplugin.minimal/test", "alice");
        give(alice_, "scripted", "zhangsan");
    }
    ~running_service() { log_after_stop(); }

    // Where it listens, whatever its public URL is.
    std::string url(const std::string& path) const {
        return (identity_ ? "https://" : "http://") + service_.address() + path;
    }
    std::string provider_url(const std::string& tail) const { return url(path_ + tail); }
    std::string address() const { return service_.address(); }

    browser person(fields headers = {}) const {
        return browser{{.ca_file = identity_ ? identity_->authority_file() : "",
                        .headers = std::move(headers),
                        .keep_cookies = true}};
    }

    // Reads a page as a person does, fills in one of its forms ("name=value&...") and sends it.
    page submit(browser& who, const std::string& from, const std::string& action, const std::string& values) const {
        return who.post(url(action),
                        values + (values.empty() ? "" : "&") + hidden_fields(who.get(url(from)), action, values));
    }
    page sign_in(browser& who, const std::string& name, const std::string& password = the_password()) const {
        return submit(who, "/login", "/login",
                      "tenant=" + first_tenant() + "&name=" + name + "&password=" + encode_value(password) + "&next=");
    }
    // What the form brings along by itself, without what the person filled in; the token at least.
    static std::string hidden_fields(const page& from, const std::string& action, const std::string& filled_in) {
        auto out = "csrf=" + csrf_of(from);
        auto at = from.body.find("action=\"" + action + "\"");
        const auto end = at == from.body.npos ? 0 : from.body.find("</form>", at);
        const std::string hidden = "type=\"hidden\" name=\"";
        while ((at = from.body.find(hidden, at)) < end) {
            at += hidden.size();
            const auto name = from.body.substr(at, from.body.find('"', at) - at);
            const auto value = from.body.find("value=\"", at) + 7;
            if (name != "csrf" && ("&" + filled_in).find("&" + name + "=") == filled_in.npos)
                out += "&" + name + "=" + encode_value(from.body.substr(value, from.body.find('"', value) - value));
        }
        return out;
    }
    static std::string csrf_of(const page& from) {
        const auto at = from.body.find("name=\"csrf\" value=\"");
        return at == std::string::npos ? "" : from.body.substr(at + 19, 43);
    }

    // The browser as it comes back from the minimal provider, with an account of its own choice.
    std::string callback_as(browser& who, const std::string& account) const {
        auto out = who.get(provider_url("/login")).location();
        return out.replace(out.find("code=alice"), 10, "code=" + account);
    }
    page arrive_as(browser& who, const std::string& account) const { return who.get(callback_as(who, account)); }

    store& data() { return service_.data(); }
    provider_registry& providers() { return service_.providers(); }
    std::string first_tenant() const { return service_.data().tenants.first().id; }
    const user& alice() const { return alice_; }
    static std::string the_password() { return "correct horse"; }

    user add_user(const std::string& name) { return *data().users.add({first_tenant(), name, false, false}); }
    user add_user_with_password(const std::string& name) {
        const auto made = add_user(name);
        data().users.set_password(made.id, the_password(), false);
        return made;
    }
    bind_result give(const user& who, const std::string& issuer, const std::string& subject) {
        return data().bindings.add({{}, who.tenant_id, who.id, "test", issuer, subject, subject, {}});
    }
    std::vector<audit_entry> audited(const std::string& kind) {
        return data().audit.list(first_tenant(), kind, 1, 1000).entries;
    }

    void stop() { service_.stop(); }
    std::string log_after_stop() {
        service_.stop();
        if (thread_.joinable()) thread_.join();
        return lines_.str();
    }
    void pass(std::chrono::seconds time) { world_.pass(time); }

private:
    static std::string dashed(std::string id) {
        std::replace(id.begin(), id.end(), '.', '_');
        return id;
    }
    serve_options options(const std::vector<provider>& providers, const std::string& public_url,
                          std::chrono::milliseconds grace) const {
        serve_options out{.plugin_dir = std::filesystem::path{providers.front().library}.parent_path().string(),
                          .listen = "127.0.0.1:0",
                          .public_url = public_url,
                          .data = (folder_.path() / "host.db").string(),
                          .tls = identity_ ? std::optional{identity_->files()} : std::nullopt,
                          .grace = grace};
        for (const auto& one : providers)
            out.configs.push_back(folder_.write(one.name + ".json", R"({"id": ")" + one.name + R"(", "name": ")" +
                                                                        one.name + R"( <provider>", "provider": ")" +
                                                                        one.id + R"(", "config": )" + one.config +
                                                                        "}"));
        return out;
    }

    const tls_identity* const identity_;
    temporary_folder folder_;
    made_up_world world_;
    std::ostringstream lines_;
    event_log log_{lines_, log_level::trace, world_.outside().now};
    const std::string path_;
    mutable service service_;
    const user alice_;
    std::thread thread_;
};

}  // namespace host
