#include "page_text.hpp"

#include <algorithm>
#include <cctype>

namespace host {
namespace {

constexpr std::size_t max_text = 200;

// Where the tag ("<title", "</script") begins at or after from, whatever its case.
std::size_t find_tag(std::string_view html, std::string_view tag, std::size_t from = 0) {
    const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    const auto at =
        std::search(html.begin() + static_cast<std::ptrdiff_t>(from), html.end(), tag.begin(), tag.end(), same);
    return at == html.end() ? std::string_view::npos : static_cast<std::size_t>(at - html.begin());
}

// The text without tags, and without what is inside of script and style; white space becomes one blank.
std::string stripped(std::string_view html) {
    std::string out;
    while (!html.empty() && out.size() < max_text) {
        if (html.front() != '<') {
            const bool blank = std::isspace(static_cast<unsigned char>(html.front())) != 0;
            if (!blank)
                out += html.front();
            else if (!out.empty() && out.back() != ' ')
                out += ' ';
            html.remove_prefix(1);
            continue;
        }
        for (const std::string_view hidden : {"script", "style"})
            if (find_tag(html.substr(0, 7), "<" + std::string{hidden}) == 0)
                html.remove_prefix(std::min(html.size(), find_tag(html, "</" + std::string{hidden})));
        html.remove_prefix(std::min(html.size(), html.find('>')));
        if (!html.empty()) html.remove_prefix(1);
        if (!out.empty() && out.back() != ' ') out += ' ';
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

}  // namespace

std::string page_text(std::string_view html) {
    const auto title = find_tag(html, "<title");
    if (title == std::string_view::npos) return stripped(html);
    const auto end = find_tag(html, "</title", title);
    const auto text = stripped(html.substr(title, end == std::string_view::npos ? end : end - title));
    return text.empty() ? stripped(html) : text;
}

}  // namespace host
