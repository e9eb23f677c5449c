#include "web/login_ways.hpp"

#include "web/next_path.hpp"
#include "web/password_sign_in.hpp"
#include "web/phrase.hpp"
#include "web/session_start.hpp"
#include "web/sign_in.hpp"
#include "web/site_state.hpp"

namespace host {
namespace {

constexpr phrase wrong{"The user name or the password is not right.", "用户名或密码不正确。"};

std::vector<login_option> options_of(const live_provider& of, const request& from, language speaks) {
    if (!of.instance) return {};
    return of.instance->options(find_field(from.headers, "User-Agent"), language_tag(speaks));
}

std::string icon_path(const configured_provider& of, const login_option& option) {
    if (option.icon.empty() && of.descriptor().icon.len == 0) return {};
    return "/icons/" + of.id() + (option.mode.empty() ? "" : "/" + encode_value(option.mode));
}

std::string login_path(const configured_provider& of, const login_option& option, std::string_view next) {
    std::string query;
    if (!option.mode.empty()) query += "&mode=" + encode_value(option.mode);
    if (!next.empty()) query += "&next=" + encode_value(next);
    if (!query.empty()) query.front() = '?';
    return of.path() + "/login" + query;
}

}  // namespace

ways_in ways_through(const site_state& site, const live_provider& provider, const visit& by, std::string_view next) {
    ways_in out;
    for (const auto& option : options_of(provider, by.from, by.speaks)) {
        const auto& instance = *provider.instance;
        const auto icon = icon_path(instance, option), path = login_path(instance, option, next);
        if (option.kind == IDP_LOGIN_REDIRECT) out.buttons.push_back({option.label, icon, path});
        if (option.kind == IDP_LOGIN_HANDOFF) out.hand_offs.push_back({option.label, icon, site.base.origin + path});
    }
    return out;
}

void add_needs_of_ways(page_needs& to, const live_provider& provider, const visit& by) {
    for (const auto& option : options_of(provider, by.from, by.speaks)) {
        add_origins(to.script, option.csp_script);
        add_origins(to.frame, option.csp_frame);
        add_origins(to.form_action, option.csp_form_action);
    }
}

void login_ways::add_to(page_routes& pages, router& plain) {
    pages.add("GET", "/login", audience::everybody, [this](const visit& by) { return show(by); });
    pages.add("POST", "/login", audience::everybody, [this](const visit& by) { return submit(by); });
    const route_handler image = [this](const request& by, const path_values& in) { return icon(by, in); };
    plain.add("GET", "/icons/{config}", image);
    plain.add("GET", "/icons/{config}/{mode}", image);
}

response login_ways::page(const visit& by, const tenant& of, std::string_view next, std::string_view problem) const {
    login_view view;
    page_needs needs;
    for (const auto& provider : site_.providers.list(of.id)) {
        const auto ways = ways_through(site_, *provider, by, next);
        view.buttons.insert(view.buttons.end(), ways.buttons.begin(), ways.buttons.end());
        view.hand_offs.insert(view.hand_offs.end(), ways.hand_offs.begin(), ways.hand_offs.end());
        add_needs_of_ways(needs, *provider, by);
    }
    view.tenant = of.id;
    view.next = next;
    view.name = value_of(by.fields, "name");
    view.problem = problem;
    auto frame = by.frame;
    frame.tenant_name = of.name;
    frame.path = by.from.method == "POST" ? "/login?tenant=" + of.slug : frame.path;
    return html_response(site_, problem.empty() ? 200 : 403, login_page(frame, view), needs);
}

response login_ways::show(const visit& by) const {
    const auto next = value_of(by.fields, "next"), slug = value_of(by.fields, "tenant");
    const auto of = slug.empty() ? by.of : site_.data.tenants.find_by_slug(slug).value_or(by.of);
    return page(by, of, is_own_path(next) ? next : "", "");
}

response login_ways::submit(const visit& by) const {
    const auto next = value_of(by.fields, "next");
    const auto of = site_.data.tenants.find(value_of(by.fields, "tenant"));
    if (!of || (!next.empty() && !is_own_path(next))) return problem(site_, by.frame, 400);
    const auto who = sign_in_with_password(
        site_, {of->id, value_of(by.fields, "name"), value_of(by.fields, "password"), browser_address(by.from)});
    if (const auto* often = std::get_if<too_many_tries>(&who)) return too_many(site_, by.frame, often->wait);
    auto out = redirect(site_, next.empty() ? "/me" : std::string{next});
    const auto* accepted = std::get_if<user>(&who);
    if (accepted && start_session(site_, by, {accepted->id, {}, {}}, out)) return out;
    return page(by, *of, next, wrong.in(by.speaks));
}

response login_ways::icon(const request& by, const path_values& in) const {
    const auto mode = in.contains("mode") ? in.at("mode") : "";
    const auto speaks = preferred_language(find_field(by.headers, "Accept-Language"));
    const auto provider = site_.providers.find(in.at("config"));
    if (!provider || !provider->instance) return problem(site_, {}, 404);
    std::string type = provider->instance->descriptor().icon_media_type;
    auto image = std::string{idp::view(provider->instance->descriptor().icon)};
    for (const auto& option : options_of(*provider, by, speaks))
        if (option.mode == mode && !option.icon.empty()) {
            type = option.icon_media_type;
            image = option.icon;
        }
    if (type != "image/svg+xml" && type != "image/png") return problem(site_, {}, 404);
    return file_response(site_, type, image);
}

}  // namespace host
