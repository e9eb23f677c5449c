#include "plugin_extensions.hpp"

#include "core/login_page.hpp"
#include "plugin_conversion.hpp"
#include "plugin_instance.hpp"
#include "plugin_resolve.hpp"
#include "plugin_self_test.hpp"
#include "plugin_ticket.hpp"

namespace wecom {
namespace {

idp_status check(const idp_str* config_json, const idp_str* locale, idp_config_issues* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        if (!config_json) idp::refuse("argument", "config_json is null");
        const auto lang = locale ? locale_argument(*locale) : language::zh;
        const auto text = config_json->len <= IDP_MAX_CONFIG ? idp::view(*config_json) : std::string_view{};
        idp::storage owns;
        std::vector<idp_config_issue> issues;
        for (auto& issue : check_config(text, lang))
            issues.push_back({owns.keep(std::move(issue.pointer)), owns.keep(std::move(issue.code)),
                              owns.keep(std::move(issue.text))});
        idp_config_issues answer{};
        answer.issues = owns.keep(std::move(issues));
        answer.owner = std::move(owns).give_away();
        slot.fill(answer);
        return IDP_OK;
    });
}

idp_status options(idp_instance* self, const idp_str* user_agent, const idp_str* locale, idp_login_options* out,
                   idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const visit here{self};
        const auto agent = user_agent ? browser_text(*user_agent, IDP_MAX_USER_AGENT) : std::string_view{};
        const auto lang = locale ? locale_argument(*locale) : language::zh;
        idp::storage owns;
        std::vector<idp_login_option> ways;
        for (auto& way : login_options(*self->settings, agent, lang)) {
            idp_login_option one{};
            one.kind = way.hand_off ? IDP_LOGIN_HANDOFF : IDP_LOGIN_REDIRECT;
            one.mode = idp::str(name_of(way.mode));
            one.label = owns.keep(std::move(way.label));
            one.icon_media_type = owns.keep(std::move(way.icon_media_type));
            one.icon = owns.keep(std::move(way.icon));
            one.csp_form_action = owns.keep(std::move(way.form_action));
            ways.push_back(one);
        }
        idp_login_options answer{};
        answer.options = owns.keep(std::move(ways));
        answer.owner = std::move(owns).give_away();
        slot.fill(answer);
        return IDP_OK;
    });
}

idp_status routes(idp_instance* self, idp_http_routes* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const visit here{self};
        idp::storage owns;
        std::vector<idp_http_route> files;
        if (const auto& file = self->settings->domain_verification)
            files.push_back(
                {idp::str("GET"), owns.keep("/" + file->name), idp::str("text/plain"), owns.keep(file->content)});
        idp_http_routes answer{};
        answer.routes = owns.keep(std::move(files));
        answer.owner = std::move(owns).give_away();
        slot.fill(answer);
        return IDP_OK;
    });
}

constexpr idp_config_check_v1 config_check{sizeof config_check, 0, &check};
constexpr idp_login_page_v1 login_page{sizeof login_page, 0, &options};
constexpr idp_http_routes_v1 http_routes{sizeof http_routes, 0, &routes};

}  // namespace

const void* plugin_extension(const char* id) {
    if (!id) return nullptr;
    const std::string_view wanted{id};
    if (wanted == IDP_ASYNC_V1) return &async_extension;
    if (wanted == IDP_CONFIG_CHECK_V1) return &config_check;
    if (wanted == IDP_LOGIN_PAGE_V1) return &login_page;
    if (wanted == IDP_HTTP_ROUTES_V1) return &http_routes;
    if (wanted == IDP_SELF_TEST_V1) return &self_test_extension;
    if (wanted == IDP_BIND_TICKET_V1) return &bind_ticket_extension;
    return nullptr;
}

}  // namespace wecom
