#include "visit.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url.hpp>

namespace simulator {

namespace urls = boost::urls;

namespace {

std::string_view kind_of(const person& who, const visit& at) {
    auto reader = at.reader;
    if (who.external()) return say(reader, "外部联系人", "outside contact");
    if (who.linked()) return say(reader, "互联企业成员", "member of a linked corporation");
    if (at.entered && !sees(*at.entered, who)) return say(reader, "不在可见范围", "outside the visible range");
    switch (who.status) {
        case member_status::active: return say(reader, "成员", "member");
        case member_status::disabled: return say(reader, "已禁用", "disabled");
        case member_status::not_activated: return say(reader, "未激活", "not activated");
        case member_status::left: return say(reader, "已退出", "left");
    }
    return {};
}

response redirect(std::string location, time_point now) {
    return {.status = 302,
            .headers = {{"Server", "nginx"},
                        {"Date", http_date(now)},
                        {"Cache-Control", "no-store"},
                        {"Location", std::move(location)}}};
}

response send_back(const visit& at, parameters answer) {
    if (at.appid_on_callback) answer.emplace_back("appid", at.corp.corpid);
    urls::url location(at.from.parameter("redirect_uri"));
    // params() would leave a plus sign alone, which the receiver takes for a space.
    for (auto& [name, value] : answer)
        location.encoded_params().append({name, urls::encode(value, urls::unreserved_chars)});
    return redirect(std::string(location.buffer()), at.now);
}

}  // namespace

choice read_choice(const visit& at) {
    choice chosen;
    std::string named(at.from.header("x-simulate-member"));
    chosen.scripted = !named.empty();
    if (at.from.method == "POST") chosen.form = parse_parameters(at.from.body);
    if (named.empty()) named = first_value(chosen.form, "member");
    chosen.refused = named == "deny" || first_value(chosen.form, "decision") == "deny";
    if (named.empty() || chosen.refused) return chosen;
    chosen.who = find_person(at.corp, named);
    chosen.unknown = !chosen.who;
    return chosen;
}

response person_page(const visit& at, std::string_view title) {
    std::string content = "<p>" + escape_html(at.corp.name);
    if (at.entered) content += " · " + escape_html(at.entered->name);
    content += "</p><form method=\"post\"><ul>";
    for (auto& who : at.corp.people) {
        content += "<li><button name=\"member\" value=\"" + escape_html(who.id()) + "\">" + escape_html(who.name);
        content += "<small>" + escape_html(who.id()) + " · ";
        content.append(kind_of(who, at)).append("</small></button></li>");
    }
    content += "</ul><button class=\"no\" name=\"member\" value=\"deny\">";
    content.append(say(at.reader, "拒绝登录", "Refuse")).append("</button></form>");
    return html_page(at.reader, title, content, at.now);
}

response send_back_code(const visit& at, const person& who, std::optional<std::vector<std::string>> consent) {
    grant granted{.corpid = at.corp.corpid,
                  .agentid = at.entered ? std::optional(at.entered->agentid) : std::nullopt,
                  .person = who.id(),
                  .redirect_uri = std::string(at.from.parameter("redirect_uri")),
                  .consent = std::move(consent)};
    auto code = at.state.opaque_text(43);
    auto lifetime = std::chrono::seconds(at.state.settings.code_lifetime);
    at.state.codes.issue(code, std::move(granted), at.now + lifetime, at.now);
    return send_back(at, {{"code", code}, {"state", std::string(at.from.parameter("state"))}});
}

response send_back_refusal(const visit& at) {
    if (!at.state.settings.denial_redirects)
        return notice_page(at.reader, say(at.reader, "你已取消登录", "You cancelled the login"), at.now);
    return send_back(at, {{"state", std::string(at.from.parameter("state"))}});
}

std::optional<response> answer_without_person(const visit& at, const choice& chosen, std::string_view title) {
    if (chosen.refused) return send_back_refusal(at);
    if (chosen.unknown) {
        auto page =
            notice_page(at.reader, say(at.reader, "模拟数据中没有此人", "The fixtures have no such person"), at.now);
        page.status = 400;
        return page;
    }
    if (!chosen.who) return person_page(at, title);
    return std::nullopt;
}

}  // namespace simulator
