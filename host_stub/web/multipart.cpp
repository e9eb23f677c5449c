#include "web/multipart.hpp"

#include "utf8.hpp"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>

#include <algorithm>
#include <cctype>

namespace host {
namespace {

constexpr std::size_t most_parts = 400, longest_head = 2048, longest_boundary = 70;

// Takes what stands before the mark from the front, and the mark. Nothing, if there is no mark.
std::optional<std::string_view> take_until(std::string_view& from, std::string_view mark) {
    const auto at = from.find(mark);
    if (at == from.npos) return std::nullopt;
    const auto out = from.substr(0, at);
    from.remove_prefix(at + mark.size());
    return out;
}

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \t");
    return from == text.npos ? std::string_view{} : text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

bool is_boundary(std::string_view text) {
    return !text.empty() && text.size() <= longest_boundary &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 ||
                      std::string_view{"'()+_,-./:=?"}.find(static_cast<char>(c)) != std::string_view::npos;
           });
}

std::optional<std::string> boundary_of(std::string_view content_type) {
    auto rest = content_type;
    const auto type = take_until(rest, ";");
    if (!type || !boost::algorithm::iequals(trimmed(*type), "multipart/form-data")) return std::nullopt;
    auto value = trimmed(rest);
    if (!boost::algorithm::istarts_with(value, "boundary=")) return std::nullopt;
    value.remove_prefix(std::string_view{"boundary="}.size());
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (!is_boundary(value)) return std::nullopt;
    return std::string{value};
}

// form-data; name="..."; filename="...": each parameter at most once, and no other.
bool read_disposition(std::string_view value, form_part& to) {
    const auto semicolon = value.find(';');
    if (semicolon == value.npos || !boost::algorithm::iequals(trimmed(value.substr(0, semicolon)), "form-data"))
        return false;
    value.remove_prefix(semicolon);
    bool has_name = false;
    while (!trimmed(value).empty()) {
        value = trimmed(value);
        if (!value.starts_with(';')) return false;
        value.remove_prefix(1);
        const auto name = take_until(value, "=\"");
        const auto text = take_until(value, "\"");
        if (!name || !text) return false;
        const auto parameter = boost::algorithm::to_lower_copy(std::string{trimmed(*name)});
        bool& seen = parameter == "name" ? has_name : to.is_file;
        if (seen || (parameter != "name" && parameter != "filename")) return false;
        seen = true;
        (parameter == "name" ? to.name : to.file_name) = *text;
    }
    return has_name && !to.name.empty();
}

bool read_head(std::string_view head, form_part& to) {
    if (head.size() > longest_head || head.find('\0') != head.npos) return false;
    bool has_disposition = false;
    while (!head.empty()) {
        const auto line = take_until(head, "\r\n");
        if (!line || line->find_first_of("\r\n") != line->npos) return false;
        auto value = *line;
        const auto name = take_until(value, ":");
        if (!name) return false;
        if (boost::algorithm::iequals(*name, "content-disposition")) {
            if (has_disposition || !read_disposition(value, to)) return false;
            has_disposition = true;
        } else if (boost::algorithm::iequals(*name, "content-type") && to.media_type.empty())
            to.media_type = trimmed(value);
        else
            return false;
    }
    return has_disposition;
}

}  // namespace

std::optional<std::vector<form_part>> parse_multipart(std::string_view content_type, std::string_view body) {
    const auto boundary = boundary_of(content_type);
    if (!boundary || !body.starts_with("--" + *boundary)) return std::nullopt;
    body.remove_prefix(2 + boundary->size());
    const auto mark = "\r\n--" + *boundary;

    std::vector<form_part> out;
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n") || out.size() == most_parts) return std::nullopt;
        body.remove_prefix(2);
        // The blank line after the last header is part of the search, so that a part without headers is refused.
        const auto head = take_until(body, "\r\n\r\n");
        if (!head) return std::nullopt;
        form_part part;
        if (!read_head(std::string{*head} + "\r\n", part)) return std::nullopt;
        const auto content = take_until(body, mark);
        if (!content) return std::nullopt;
        part.body = *content;
        out.push_back(std::move(part));
    }
    if (body != "--" && body != "--\r\n") return std::nullopt;
    return out;
}

std::optional<form> text_fields(const std::vector<form_part>& parts) {
    form out;
    for (const auto& part : parts) {
        if (part.is_file) continue;
        if (!is_utf8(part.name) || !is_utf8(part.body) || !out.emplace(part.name, part.body).second)
            return std::nullopt;
    }
    return out;
}

}  // namespace host
