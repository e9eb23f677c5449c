#include "web/pages/audit_page.hpp"

#include "web/form.hpp"
#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"Audit", "审计日志"};
constexpr phrase kind{"Kind", "类型"};
constexpr phrase all{"All", "全部"};
constexpr phrase show{"Show", "查看"};
constexpr phrase when{"When", "时间"};
constexpr phrase who{"Who", "操作者"};
constexpr phrase what{"What", "内容"};
constexpr phrase from{"From", "来源"};
constexpr phrase nothing{"Nothing was recorded.", "没有记录。"};
constexpr phrase newer{"Newer", "较新"};
constexpr phrase older{"Older", "较旧"};
constexpr phrase pages{"Pages", "翻页"};

html filter(const audit_view& view, language in) {
    const auto option = [&](const std::string& value, std::string_view name) {
        attributes with{{"value", value}};
        if (value == view.kind) with.emplace_back("selected", "");
        return element("option", with, {text(name)});
    };
    std::vector<html> options{option("", all.in(in))};
    for (const auto& one : view.kinds)
        options.push_back(option(one, one));
    return element(
        "form", {{"method", "get"}, {"action", "/admin/audit"}, {"class", "in-line"}},
        {element("label", {{"for", "kind"}}, {text(kind.in(in))}),
         element("select", {{"id", "kind"}, {"name", "kind"}}, options), submit_button(show.in(in), "small")});
}

html entries(const audit_view& view, language in) {
    std::vector<std::vector<html>> rows;
    for (const auto& row : view.rows)
        rows.push_back({time_text(row.when), element("code", {}, {text(row.kind)}), text(row.who), text(row.what),
                        text(row.from)});
    return table(title.in(in), {when.in(in), kind.in(in), who.in(in), what.in(in), from.in(in)}, rows);
}

html page_links(const audit_view& view, language in) {
    std::vector<html> links;
    const auto add = [&](const std::string& at, const phrase& name) {
        if (at.empty()) return;
        const auto with_kind = view.kind.empty() ? "" : "kind=" + encode_value(view.kind) + "&";
        links.push_back(link_to("/admin/audit?" + with_kind + "at=" + encode_value(at), name.in(in), "small"));
    };
    add(view.newer, newer);
    add(view.older, older);
    if (links.empty()) return {};
    return element("nav", {{"class", "in-line"}, {"aria-label", std::string{pages.in(in)}}}, links);
}

}  // namespace

std::string audit_page(const page_frame& frame, const audit_view& view) {
    const auto in = frame.speaks;
    return document(
        frame, title.in(in),
        {filter(view, in), view.rows.empty() ? paragraph(nothing.in(in)) : entries(view, in), page_links(view, in)});
}

}  // namespace host
