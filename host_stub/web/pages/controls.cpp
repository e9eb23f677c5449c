#include "web/pages/controls.hpp"

#include "utc_text.hpp"

namespace host {
namespace {

constexpr phrase copy{"Copy", "复制"};
constexpr phrase copied{"Copied", "已复制"};
constexpr phrase really{"This cannot be undone.", "此操作无法撤销。"};

attributes with_class(attributes with, std::string css_class) {
    if (!css_class.empty()) with.emplace_back("class", std::move(css_class));
    return with;
}

html named_button(std::string_view content, std::string_view name, std::string css_class) {
    return named("button", {{"type", "submit"}, {"class", std::move(css_class)}}, content, name);
}

}  // namespace

html paragraph(std::string_view content, std::string css_class) {
    return element("p", with_class({}, std::move(css_class)), {text(content)});
}

html link_to(std::string target, std::string_view content, std::string css_class) {
    return element("a", with_class({{"href", std::move(target)}}, std::move(css_class)), {text(content)});
}

html hidden(std::string_view name, std::string value) {
    return element("input", {{"type", "hidden"}, {"name", std::string{name}}, {"value", std::move(value)}});
}

html submit_button(std::string_view content, std::string css_class) {
    return element("button", with_class({{"type", "submit"}}, std::move(css_class)), {text(content)});
}

html post_form(const page_frame& frame, std::string action, std::vector<html> content, attributes with) {
    with.emplace_back("method", "post");
    with.emplace_back("action", std::move(action));
    content.insert(content.begin(), hidden("csrf", frame.csrf_token));
    return element("form", with, content);
}

html named(std::string_view tag, attributes with, std::string_view content, std::string_view name) {
    return element(tag, with, {text(content), element("span", {{"class", "unseen"}}, {text(" "), text(name)})});
}

html action_button(const page_frame& frame, std::string action, std::string_view content, std::string_view name) {
    return post_form(frame, std::move(action), {named_button(content, name, "small")});
}

html confirmed_button(const page_frame& frame, std::string action, std::string_view content, std::string_view name) {
    return element("details", {{"class", "confirm"}},
                   {named("summary", {{"class", "small"}}, content, name),
                    post_form(frame, std::move(action),
                              {paragraph(really.in(frame.speaks)), named_button(content, name, "danger")})});
}

html problem_line(std::string id, std::string_view content) {
    return element("p", {{"class", "problem"}, {"id", std::move(id)}}, {text(content)});
}

html labelled(const text_input& input) {
    attributes with{{"id", input.id}, {"name", input.name.empty() ? input.id : input.name}, {"type", input.type}};
    if (!input.value.empty() && input.type != "password") with.emplace_back("value", input.value);
    if (!input.autocomplete.empty()) with.emplace_back("autocomplete", input.autocomplete);
    if (input.required) with.emplace_back("required", "");
    std::vector<html> parts{element("label", {{"for", input.id}}, {text(input.label)})};
    std::string described;
    if (!input.help.empty()) {
        described = input.id + "-help";
        parts.push_back(element("p", {{"class", "help"}, {"id", described}}, {text(input.help)}));
    }
    if (!input.problem.empty()) {
        described += (described.empty() ? "" : " ") + input.id + "-problem";
        with.emplace_back("aria-invalid", "true");
    }
    if (!described.empty()) with.emplace_back("aria-describedby", described);
    parts.push_back(element("input", with));
    if (!input.problem.empty()) parts.push_back(problem_line(input.id + "-problem", input.problem));
    return element("div", {{"class", "field"}}, parts);
}

void append_icon(std::vector<html>& to, const std::string& path) {
    if (path.empty()) return;
    to.push_back(element("img", {{"src", path}, {"alt", ""}, {"width", "24"}, {"height", "24"}, {"class", "icon"}}));
}

html copyable(std::string id, std::string_view label, std::string_view content, language in) {
    const auto button = named("button",
                              {{"type", "button"},
                               {"class", "small"},
                               {"data-copy", id},
                               {"data-done", std::string{copied.in(in)}},
                               {"hidden", ""}},
                              copy.in(in), label);
    const auto value = element(
        "input",
        {{"id", id}, {"type", "text"}, {"readonly", ""}, {"value", std::string{content}}, {"spellcheck", "false"}});
    return element("div", {{"class", "field copyable"}},
                   {element("label", {{"for", id}}, {text(label)}), element("div", {}, {value, button})});
}

html time_text(wall_time when) {
    return element("time", {{"datetime", utc_text(when, "%FT%TZ")}}, {text(utc_text(when, "%F %T UTC"))});
}

void fact_list::add(const phrase& name, html value) {
    entries_.push_back(element("dt", {}, {text(name.in(in_))}));
    entries_.push_back(element("dd", {}, {std::move(value)}));
}

void fact_list::add(const phrase& name, std::string_view value) {
    if (!value.empty()) add(name, text(value));
}

html table(std::string_view caption, const std::vector<std::string_view>& columns,
           const std::vector<std::vector<html>>& rows) {
    std::vector<html> headings, lines;
    for (const auto name : columns)
        headings.push_back(element("th", {{"scope", "col"}}, {text(name)}));
    for (const auto& row : rows) {
        std::vector<html> cells;
        for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i)
            cells.push_back(element("td", {{"data-label", std::string{columns[i]}}}, {row[i]}));
        lines.push_back(element("tr", {}, cells));
    }
    return element("table", {},
                   {element("caption", {{"class", "unseen"}}, {text(caption)}),
                    element("thead", {}, {element("tr", {}, headings)}), element("tbody", {}, lines)});
}

}  // namespace host
