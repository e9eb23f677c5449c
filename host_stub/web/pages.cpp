#include "web/pages.hpp"

#include "providers/abi_names.hpp"
#include "utc_text.hpp"

namespace host {
namespace {

std::string document(language in, std::string_view title, std::vector<html> content) {
    content.insert(content.begin(), element("h1", {}, {text(title)}));
    const auto head =
        element("head", {},
                {element("meta", {{"charset", "utf-8"}}),
                 element("meta", {{"name", "viewport"}, {"content", "width=device-width"}}),
                 element("meta", {{"name", "color-scheme"}, {"content", "light dark"}}),
                 element("title", {}, {text(title)}), element("link", {{"rel", "stylesheet"}, {"href", "/site.css"}})});
    const auto body = element("body", {}, {element("main", {}, content)});
    return "<!DOCTYPE html>\n" + element("html", {{"lang", std::string{language_tag(in)}}}, {head, body}).markup() +
           "\n";
}

html button(const login_button& of) {
    std::vector<html> inside;
    if (!of.icon.empty())
        inside.push_back(element("img", {{"src", of.icon}, {"alt", ""}, {"width", "24"}, {"height", "24"}}));
    inside.push_back(element("span", {}, {text(of.label)}));
    if (of.target.empty()) return element("p", {{"class", "hint"}}, inside);
    return element("a", {{"class", "button"}, {"href", of.target}}, inside);
}

void append_row(std::vector<html>& rows, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    rows.push_back(element("dt", {}, {text(name)}));
    rows.push_back(element("dd", {}, {text(value)}));
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string out;
    for (const auto word : words)
        out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

}  // namespace

std::string login_page(language in, const std::vector<login_button>& buttons) {
    const auto& words = texts_in(in);
    std::vector<html> content;
    for (const auto& one : buttons)
        content.push_back(button(one));
    if (buttons.empty()) content.push_back(element("p", {}, {text(words.nobody_configured)}));
    return document(in, words.sign_in, std::move(content));
}

std::string account_page(language in, const session& of) {
    const auto& words = texts_in(in);
    std::vector<html> rows;
    append_row(rows, words.name, of.who.display_name);
    append_row(rows, words.subject, of.who.subject);
    append_row(rows, words.issuer, of.who.issuer);
    append_row(rows, words.verdict, verdict_name(of.who.verdict));
    append_row(rows, words.email, of.who.email);
    append_row(rows, words.phone, of.who.phone);
    append_row(rows, words.avatar, of.who.avatar_url);
    append_row(rows, words.claims, of.who.claims_json);
    append_row(rows, words.flags, joined(account_flag_names(of.who.flags)));
    append_row(rows, words.provider, of.provider_name);
    append_row(rows, words.since, utc_text(of.since, "%F %T UTC"));
    const auto sign_out =
        element("form", {{"method", "post"}, {"action", "/logout"}},
                {element("input", {{"type", "hidden"}, {"name", "csrf"}, {"value", of.csrf_token}}),
                 element("button", {{"class", "button"}, {"type", "submit"}}, {text(words.sign_out)})});
    return document(in, words.signed_in, {element("dl", {}, rows), sign_out});
}

std::string problem_page(language in, std::string_view title, std::string_view what, std::string_view incident) {
    const auto& words = texts_in(in);
    std::vector<html> content{element("p", {}, {text(what)})};
    if (!incident.empty())
        content.push_back(element("p", {{"class", "hint"}},
                                  {text(words.incident), text(" "), element("code", {}, {text(incident)})}));
    content.push_back(element("a", {{"class", "button"}, {"href", "/login"}}, {text(words.try_again)}));
    return document(in, title, std::move(content));
}

}  // namespace host
