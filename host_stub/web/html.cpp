#include "web/html.hpp"

#include <numeric>

namespace host {
namespace {

// Nothing: it stands for itself.
std::string_view escape_of(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        case '\0': return "\xEF\xBF\xBD";  // HTML cannot hold a NUL: the replacement character
        default: return {};
    }
}

void append_escaped(std::string& to, std::string_view content) {
    std::size_t plain = 0;
    for (std::size_t i = 0; i < content.size(); ++i) {
        const auto escape = escape_of(content[i]);
        if (escape.empty()) continue;
        to.append(content, plain, i - plain).append(escape);
        plain = i + 1;
    }
    to.append(content, plain);
}

bool is_void(std::string_view tag) { return tag == "img" || tag == "input" || tag == "link" || tag == "meta"; }

}  // namespace

html text(std::string_view content) {
    html out;
    append_escaped(out.markup_, content);
    return out;
}

html element(std::string_view tag, const attributes& with, const std::vector<html>& children) {
    html out;
    out.markup_.append("<").append(tag);
    for (const auto& [name, value] : with) {
        out.markup_.append(" ").append(name).append("=\"");
        append_escaped(out.markup_, value);
        out.markup_ += '"';
    }
    out.markup_ += '>';
    out.markup_.reserve(std::accumulate(children.begin(), children.end(), out.markup_.size() + tag.size() + 3,
                                        [](std::size_t sum, const html& child) { return sum + child.markup_.size(); }));
    for (const auto& child : children)
        out.markup_ += child.markup_;
    if (!is_void(tag)) out.markup_.append("</").append(tag).append(">");
    return out;
}

}  // namespace host
