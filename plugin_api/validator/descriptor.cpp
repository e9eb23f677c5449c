#include "validator/descriptor.hpp"

#include "validator/utf8.hpp"

#include <algorithm>
#include <set>

namespace validator {
namespace {

constexpr std::string_view digits = "0123456789", lower = "abcdefghijklmnopqrstuvwxyz";

bool is_in(char c, std::string_view set) { return set.find(c) != set.npos; }
bool is_letter_or_digit(char c) { return is_in(c, digits) || is_in(static_cast<char>(c | 0x20), lower); }

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> out;
    for (;;) {
        const auto end = text.find(at);
        out.push_back(text.substr(0, end));
        if (end == text.npos) return out;
        text.remove_prefix(end + 1);
    }
}

bool all_of(std::string_view text, auto question) {
    return !text.empty() && std::all_of(text.begin(), text.end(), question);
}

bool is_label(std::string_view text) {
    return all_of(text, [](char c) { return is_in(c, lower) || is_in(c, digits) || c == '-' || c == '_'; });
}

bool is_semver_number(std::string_view text) {
    return all_of(text, [](char c) { return is_in(c, digits); }) && (text.size() == 1 || text[0] != '0');
}

// Of a pre-release, where a number has no leading zero, or of the build.
bool are_identifiers(std::string_view text, bool are_of_build) {
    const auto parts = split(text, '.');
    return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
        return all_of(part, [](char c) { return is_letter_or_digit(c) || c == '-'; }) &&
               (are_of_build || part.find_first_not_of(digits) != part.npos || is_semver_number(part));
    });
}

// expression = term, ("AND" | "OR"), term …; term = "(" expression ")" | licence, ["WITH" exception]
class spdx_reader {
public:
    explicit spdx_reader(std::string_view text) : rest_{text} {}

    bool expression(int depth = 0) {
        do {
            if (!term(depth)) return false;
        } while (word("AND") || word("OR"));
        return true;
    }
    bool is_done() {
        skip();
        return rest_.empty();
    }

private:
    void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }
    std::string_view next() {
        skip();
        return rest_.substr(0, rest_.find_first_of(" ()"));
    }
    bool word(std::string_view wanted) {
        if (next() != wanted) return false;
        rest_.remove_prefix(wanted.size());
        return true;
    }
    bool symbol(char wanted) {
        skip();
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool name() {
        const auto found = next();
        if (!all_of(found, [](char c) { return is_letter_or_digit(c) || is_in(c, "-.+:"); })) return false;
        rest_.remove_prefix(found.size());
        return true;
    }
    bool term(int depth) {
        if (symbol('(')) return depth < 16 && expression(depth + 1) && symbol(')');
        return name() && (!word("WITH") || name());
    }

    std::string_view rest_;
};

bool is_web_address(std::string_view text) {
    return (text.starts_with("https://") || text.starts_with("http://")) && text.find_first_of(" \t\r\n") == text.npos;
}

class faults {
public:
    void unless(bool good, std::string sentence) {
        if (!good) all.push_back(std::move(sentence));
    }
    std::vector<std::string> all;
};

void texts(const idp_descriptor& about, faults& found) {
    const std::pair<const char*, const char*> required[] = {{"id", about.id},
                                                            {"name", about.name},
                                                            {"vendor", about.vendor},
                                                            {"version", about.version},
                                                            {"license", about.license},
                                                            {"homepage", about.homepage},
                                                            {"description", about.description},
                                                            {"modes", about.modes},
                                                            {"icon_media_type", about.icon_media_type},
                                                            {"config_schema", about.config_schema}};
    for (const auto& [field, text] : required) {
        found.unless(text && *text, std::string{field} + " is empty; only support_url may be");
        found.unless(!text || is_utf8(text), std::string{field} + " is not UTF-8");
    }
}

void icon(const idp_descriptor& about, faults& found) {
    const std::string_view type = about.icon_media_type, image{about.icon.ptr ? about.icon.ptr : "", about.icon.len};
    found.unless(about.icon.ptr && !image.empty(), "the icon has no bytes; it is the image itself");
    found.unless(image.size() <= IDP_MAX_ICON, "the icon has more than 32768 bytes");
    found.unless(type == "image/svg+xml" || type == "image/png",
                 "icon_media_type is neither image/svg+xml nor image/png");
    if (type == "image/png") found.unless(image.starts_with("\x89PNG\r\n\x1a\n"), "the icon is no PNG image");
    if (type == "image/svg+xml") found.unless(image.find("<svg") != image.npos, "the icon is no SVG image");
}

void modes(const idp_descriptor& about, faults& found) {
    std::set<std::string_view> seen;
    for (const auto mode : split(about.modes, ' ')) {
        if (mode.empty()) continue;
        found.unless(mode.size() <= IDP_MAX_MODE, "a mode is longer than 32 bytes");
        found.unless(seen.insert(mode).second, "the mode " + std::string{mode} + " is listed twice");
    }
    found.unless(!seen.empty(), "modes lists none");
}

}  // namespace

bool is_reverse_dns(std::string_view text) {
    const auto labels = split(text, '.');
    return labels.size() >= 2 && std::all_of(labels.begin(), labels.end(), is_label);
}

bool is_semver(std::string_view text) {
    const auto plus = text.find('+');
    if (plus != text.npos && !are_identifiers(text.substr(plus + 1), true)) return false;
    text = text.substr(0, plus);
    const auto dash = text.find('-');
    if (dash != text.npos && !are_identifiers(text.substr(dash + 1), false)) return false;
    const auto numbers = split(text.substr(0, dash), '.');
    return numbers.size() == 3 && std::all_of(numbers.begin(), numbers.end(), is_semver_number);
}

bool is_spdx(std::string_view text) {
    spdx_reader reader{text};
    return reader.expression() && reader.is_done();
}

std::vector<std::string> descriptor_faults(const idp_descriptor& about) {
    faults found;
    found.unless(about.struct_size >= IDP_DESCRIPTOR_MINOR_0, "struct_size is below that of minor 0");
    if (!found.all.empty()) return found.all;
    texts(about, found);
    if (!found.all.empty()) return found.all;
    found.unless((about.flags & IDP_FLAGS_CRITICAL) == 0, "flags has a critical bit, and minor 0 has none");
    found.unless(is_reverse_dns(about.id), "id is not a reverse domain name in lower case, as org.example.acme");
    found.unless(is_semver(about.version), "version is not as SemVer 2.0.0 writes it, as 1.0.0");
    found.unless(is_spdx(about.license), "license is no SPDX expression, as Apache-2.0");
    found.unless(is_web_address(about.homepage), "homepage is not an address, as https://example.org/");
    found.unless(!about.support_url || is_web_address(about.support_url) ||
                     std::string_view{about.support_url}.starts_with("mailto:"),
                 "support_url is neither null nor an address");
    icon(about, found);
    modes(about, found);
    return found.all;
}

}  // namespace validator
