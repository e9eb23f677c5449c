#include "web/html.hpp"

namespace host {
namespace {

void append_escaped(std::string& to, std::string_view content) {
    for (const char c : content)
        switch (c) {
            case '&': to += "&amp;"; break;
            case '<': to += "&lt;"; break;
            case '>': to += "&gt;"; break;
            case '"': to += "&quot;"; break;
            case '\'': to += "&#39;"; break;
            case '\0': to += "\xEF\xBF\xBD"; break;  // HTML cannot hold a NUL: the replacement character
            default: to += c;
        }
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
    for (const auto& child : children)
        out.markup_ += child.markup_;
    if (!is_void(tag)) out.markup_.append("</").append(tag).append(">");
    return out;
}

}  // namespace host
