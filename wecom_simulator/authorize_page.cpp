#include "authorize_page.hpp"

#include "trusted_domain.hpp"
#include "visit.hpp"

#include <algorithm>
#include <cctype>
#include <ranges>

namespace simulator {

namespace {

using field_names = std::vector<std::string>;

language preferred_language(const request& from) {
    return from.header("accept-language").starts_with("en") ? language::en : language::zh;
}

bool known_scope(std::string_view scope) {
    return scope == "snsapi_base" || scope == "snsapi_privateinfo" || scope == "snsapi_userinfo";
}

bool strictly_formed(std::string_view state) {
    return state.size() <= 128 &&
           std::ranges::all_of(state, [](unsigned char c) { return c < 128 && std::isalnum(c); });
}

bool inside_wecom(const request& from) {
    auto agent = from.header("user-agent");
    std::string_view mark = "wxwork";
    return !std::ranges::search(agent, mark, [](char a, char b) { return std::tolower(a) == b; }).empty();
}

bool trusted_by_some_app(const corporation& corp, std::string_view redirect_uri) {
    return std::ranges::any_of(corp.apps, [&](auto& each) { return is_trusted(each.trusted_domains, redirect_uri); });
}

// Which parameter is wrong, by the order in which they are looked at; empty if none is.
std::string_view wrong_parameter(const world& state, const request& from, const corporation* corp, const app* entered) {
    auto redirect_uri = from.parameter("redirect_uri");
    bool needs_app = from.parameter("scope") == "snsapi_privateinfo" || !from.parameter("agentid").empty();
    if (!corp) return "appid";
    if (from.parameter("response_type") != "code") return "response_type";
    if (!known_scope(from.parameter("scope"))) return "scope";
    if (needs_app && (!entered || !entered->enabled)) return "agentid";
    if (!can_send_back_to(redirect_uri)) return "redirect_uri";
    bool trusted =
        entered ? is_trusted(entered->trusted_domains, redirect_uri) : trusted_by_some_app(*corp, redirect_uri);
    if (!trusted && state.settings.check_domain_on_page) return "redirect_uri";
    if (state.settings.strict_state && !strictly_formed(from.parameter("state"))) return "state";
    return {};
}

field_names without_contact_data(field_names names) {
    std::erase_if(names, [](auto& name) { return name == "mobile" || name == "email"; });
    return names;
}

field_names ticked(const parameters& form) {
    field_names names;
    for (auto& [name, value] : form)
        if (name == "field") names.push_back(value);
    return names;
}

field_names scripted_consent(const visit& at) {
    auto list = at.from.header("x-simulate-consent");
    if (!at.from.headers.contains("x-simulate-consent")) return at.entered->sensitive_fields;
    field_names names;
    for (auto part : list | std::views::split(','))
        names.emplace_back(part.begin(), part.end());
    return names;
}

std::string label(std::string_view detail, language reader) {
    static constexpr std::string_view chinese[] = {"性别", "头像", "个人二维码", "手机", "邮箱", "企业邮箱", "地址"};
    static_assert(std::size(chinese) == std::size(detail_names));
    auto at = std::ranges::find(detail_names, detail) - std::begin(detail_names);
    std::string english(detail);
    std::ranges::replace(english, '_', ' ');
    return std::string(say(reader, chinese[at], english));
}

response consent_page(const visit& at, const person& who) {
    auto allow = say(at.reader, "同意", "Allow");
    auto deny = say(at.reader, "拒绝", "Refuse");
    std::string content = "<p>" + escape_html(at.entered->name) + " · " + escape_html(who.name) + "</p>";
    content += "<form method=\"post\"><input type=\"hidden\" name=\"member\" value=\"" + escape_html(who.id()) + "\">";
    for (auto& name : at.entered->sensitive_fields) {
        content += "<label><input type=\"checkbox\" name=\"field\" value=\"" + name + "\" checked> ";
        content += label(name, at.reader) + "</label>";
    }
    content.append("<p></p><button class=\"go\" name=\"decision\" value=\"allow\">").append(allow).append("</button>");
    content.append("<button class=\"no\" name=\"decision\" value=\"deny\">").append(deny).append("</button></form>");
    auto title = say(at.reader, "申请获取你的敏感信息", "This app asks for your sensitive data");
    return html_page(at.reader, title, content, at.now);
}

// The manual consent, which counts for 30 days once a person gave it.
response ask_consent(const visit& at, const choice& chosen) {
    auto key = consent_key({at.corp.corpid, at.entered->agentid}, chosen.who->userid);
    if (chosen.scripted) return send_back_code(at, *chosen.who, scripted_consent(at));
    if (auto* remembered = at.state.consents.find_valid(key, at.now))
        return send_back_code(at, *chosen.who, *remembered);
    if (first_value(chosen.form, "decision").empty()) return consent_page(at, *chosen.who);
    auto consent = ticked(chosen.form);
    auto lifetime = std::chrono::seconds(at.state.settings.consent_lifetime);
    at.state.consents.issue(key, consent, at.now + lifetime, at.now);
    return send_back_code(at, *chosen.who, std::move(consent));
}

}  // namespace

response authorize_page(world& state, const request& from, time_point now) {
    auto reader = preferred_language(from);
    auto* corp = find_corporation(state.people_and_apps, from.parameter("appid"));
    auto* entered = corp ? find_app(*corp, from.parameter("agentid")) : nullptr;
    if (auto wrong = wrong_parameter(state, from, corp, entered); !wrong.empty())
        return notice_page(reader, std::string(wrong).append(say(reader, " 参数错误", " is not right")), now);
    if (state.settings.require_wecom_client && !inside_wecom(from))
        return notice_page(reader,
                           say(reader, "请在企业微信客户端打开链接", "Please open the link in the WeCom client"), now);

    visit at{state, from, now, reader, *corp, entered};
    auto chosen = read_choice(at);
    auto title = say(reader, "谁登录了企业微信？", "Who is logged in to WeCom?");
    if (auto answered = answer_without_person(at, chosen, title)) return *answered;
    auto scope = from.parameter("scope");
    bool asks_for_details = scope != "snsapi_base" && entered && !chosen.who->external() && !chosen.who->linked();
    if (!asks_for_details) return send_back_code(at, *chosen.who, std::nullopt);
    if (scope == "snsapi_privateinfo") return ask_consent(at, chosen);
    return send_back_code(at, *chosen.who, without_contact_data(entered->sensitive_fields));
}

}  // namespace simulator
