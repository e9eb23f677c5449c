#include "web/site.hpp"

#include "providers/abi_names.hpp"
#include "web/form.hpp"
#include "web/pages/login_page.hpp"
#include "web/pages/me_page.hpp"
#include "web/pages/problem_page.hpp"
#include "web/security_headers.hpp"
#include "web/site_files.hpp"
#include "web/texts.hpp"
#include "web/token.hpp"

#include <algorithm>

namespace host {
namespace {

// Panels need a script that the provider brings; this host has none on its pages.
bool can_be_shown(const login_option& option) {
    return option.kind == IDP_LOGIN_REDIRECT || option.kind == IDP_LOGIN_HANDOFF;
}

std::string icon_path(const configured_provider& of, const login_option& option) {
    if (option.icon.empty() && of.descriptor().icon.len == 0) return {};
    return "/icons/" + of.id() + (option.mode.empty() ? "" : "/" + encode_value(option.mode));
}

std::string login_path(const configured_provider& of, const login_option& option) {
    return of.path() + "/login" + (option.mode.empty() ? "" : "?mode=" + encode_value(option.mode));
}

me_view view_of(const session& it) {
    me_view out;
    out.provider_name = it.provider_name;
    out.since = it.since;
    out.kind = verdict_name(it.who.verdict);
    out.issuer = it.who.issuer;
    out.subject = it.who.subject;
    out.external_name = it.who.display_name;
    out.email = it.who.email;
    out.phone = it.who.phone;
    out.avatar_url = it.who.avatar_url;
    out.claims = it.who.claims_json;
    for (const auto name : account_flag_names(it.who.flags))
        out.flags.append(out.flags.empty() ? "" : ", ").append(name);
    return out;
}

response file_response(std::string_view media_type, std::string_view body, bool https) {
    response out{200, {{"Content-Type", std::string{media_type}}}, std::string{body}, nullptr};
    sandbox_file(out, https);
    return out;
}

}  // namespace

site::site(site_state& state) : state_{state}, began_{state.outside.steady_now()}, sign_in_{state} {
    const auto page = [this](answer (site::*handler)(const request&)) -> route_handler {
        return [this, handler](const request& from, const path_values&) { return (this->*handler)(from); };
    };
    const auto step = [this](login_step handler) -> route_handler {
        return [this, handler](const request& from, const path_values& in) { return with_provider(from, in, handler); };
    };
    const route_handler image = [this](const request& from, const path_values& in) { return icon(from, in); };
    router_.add("GET", "/", page(&site::front));
    router_.add("GET", "/login", page(&site::login));
    router_.add("GET", "/me", page(&site::account));
    router_.add("POST", "/logout", page(&site::logout));
    router_.add("GET", "/healthz", page(&site::health));
    router_.add("GET", "/metrics", page(&site::numbers));
    router_.add("GET", "/site.css", page(&site::style));
    router_.add("GET", "/site.js", page(&site::script));
    router_.add("GET", "/icons/{config}", image);
    router_.add("GET", "/icons/{config}/{mode}", image);
    router_.add("GET", "/api/v1/idp/{provider}/{config}/login", step(&sign_in::begin));
    router_.add("GET", "/api/v1/idp/{provider}/{config}/callback", step(&sign_in::finish));
    router_.add("POST", "/api/v1/idp/{provider}/{config}/callback", step(&sign_in::repeat_as_get));
    for (const auto& provider : state_.providers)
        for (const auto& file : provider->files())
            files_.emplace(file.path, file);
}

answer site::handle(const request& from) {
    try {
        auto out = dispatch(from);
        if (auto* work = std::get_if<deferred>(&out))
            return deferred{[this, from, work = std::move(*work)] {
                try {
                    return work();
                } catch (const std::exception& why) {
                    return crash(from, why);
                }
            }};
        return out;
    } catch (const std::exception& why) {
        return crash(from, why);
    }
}

answer site::dispatch(const request& from) {
    const auto found = router_.find(from.method, from.path);
    if (found.handler) return (*found.handler)(from, found.values);
    const auto file = files_.find(from.path);
    if (file != files_.end() && (from.method == "GET" || from.method == "HEAD"))
        return file_response(file->second.media_type, file->second.body, state_.base.https);

    const auto allowed = file == files_.end() ? found.allowed : "GET, HEAD";
    auto out = problem(state_, visitor_of(state_, from).speaks, allowed.empty() ? 404 : 405);
    if (!allowed.empty()) out.headers.emplace_back("Allow", allowed);
    return out;
}

answer site::with_provider(const request& from, const path_values& in, login_step handler) {
    const auto path = "/api/v1/idp/" + in.at("provider") + "/" + in.at("config");
    for (const auto& provider : state_.providers)
        if (provider->path() == path) return (sign_in_.*handler)(from, *provider);
    return problem(state_, visitor_of(state_, from).speaks, 404);
}

answer site::front(const request& from) {
    return redirect(state_, visitor_of(state_, from).signed_in ? "/me" : "/login");
}

answer site::login(const request& from) {
    const auto speaks = visitor_of(state_, from).speaks;
    login_view view;
    view.has_password_form = false;
    page_needs needs;
    for (const auto& provider : state_.providers)
        for (const auto& option : provider->options(find_field(from.headers, "User-Agent"), language_tag(speaks))) {
            if (!can_be_shown(option)) continue;
            const auto icon = icon_path(*provider, option), path = login_path(*provider, option);
            if (option.kind == IDP_LOGIN_REDIRECT)
                view.buttons.push_back({option.label, icon, path});
            else
                view.hand_offs.push_back({option.label, icon, state_.base.origin + path});
            add_origins(needs.script, option.csp_script);
            add_origins(needs.frame, option.csp_frame);
            add_origins(needs.form_action, option.csp_form_action);
        }
    response out{200, {{"Content-Type", "text/html; charset=utf-8"}}, login_page({.speaks = speaks}, view), nullptr};
    harden_page(out, state_.base.https, needs);
    return out;
}

answer site::style(const request&) { return file_response("text/css; charset=utf-8", site_css, state_.base.https); }

answer site::script(const request&) {
    return file_response("text/javascript; charset=utf-8", site_js, state_.base.https);
}

answer site::icon(const request& from, const path_values& in) {
    const auto mode = in.contains("mode") ? in.at("mode") : "";
    const auto speaks = visitor_of(state_, from).speaks;
    for (const auto& provider : state_.providers) {
        if (provider->id() != in.at("config")) continue;
        std::string type = provider->descriptor().icon_media_type;
        auto image = std::string{idp::view(provider->descriptor().icon)};
        for (const auto& option : provider->options(find_field(from.headers, "User-Agent"), language_tag(speaks)))
            if (option.mode == mode && !option.icon.empty()) {
                type = option.icon_media_type;
                image = option.icon;
            }
        if (type == "image/svg+xml" || type == "image/png") return file_response(type, image, state_.base.https);
    }
    return problem(state_, speaks, 404);
}

answer site::account(const request& from) {
    const auto who = visitor_of(state_, from);
    if (!who.signed_in) return redirect(state_, "/login");
    return html_response(state_, 200,
                         me_page({.speaks = who.speaks,
                                  .path = "/me",
                                  .csrf_token = who.signed_in->csrf_token,
                                  .user_name = who.signed_in->who.subject},
                                 view_of(*who.signed_in)));
}

answer site::logout(const request& from) {
    const auto who = visitor_of(state_, from);
    if (!who.signed_in) return redirect(state_, "/login");
    const auto sent = parse_form(from.body);
    if (!sent || !same_token(value_of(*sent, "csrf"), who.signed_in->csrf_token))
        return problem(state_, who.speaks, 403);
    state_.sessions.remove(who.session_id);
    auto out = redirect(state_, "/login");
    out.headers.emplace_back("Set-Cookie", deleted_cookie(session_cookie_name(state_), state_.base.https));
    return out;
}

answer site::health(const request& from) { return for_this_machine(from, "text/plain; charset=utf-8", "ok\n"); }

answer site::numbers(const request& from) {
    const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(state_.outside.steady_now() - began_);
    return for_this_machine(from, "text/plain; version=0.0.4; charset=utf-8", state_.counted->text(uptime));
}

response site::for_this_machine(const request& from, std::string_view media_type, std::string body) {
    if (!from.from_loopback) return problem(state_, visitor_of(state_, from).speaks, 404);
    response out{200, {{"Content-Type", std::string{media_type}}}, std::move(body), nullptr};
    harden_page(out, state_.base.https);
    return out;
}

response site::crash(const request& from, const std::exception& why) {
    const auto incident = new_incident(state_);
    state_.log.write(log_level::error, "crash", {{"incident", incident}, {"path", from.path}, {"what", why.what()}});
    const auto speaks = preferred_language(find_field(from.headers, "Accept-Language"));
    return html_response(
        state_, 500, problem_page({.speaks = speaks}, {"500", std::string{texts_in(speaks).server_error}, incident}));
}

}  // namespace host
