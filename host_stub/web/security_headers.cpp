#include "web/security_headers.hpp"

#include <algorithm>
#include <cctype>

namespace host {
namespace {

bool is_origin(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view{":/.-*_"}.find(static_cast<char>(c)) != std::string_view::npos;
    });
}

std::string joined(const std::set<std::string>& sources) {
    std::string out;
    for (const auto& source : sources)
        out.append(" ").append(source);
    return out;
}

void add_common(response& to, bool https, std::string policy) {
    to.headers.emplace_back("Content-Security-Policy", std::move(policy));
    to.headers.emplace_back("X-Content-Type-Options", "nosniff");
    to.headers.emplace_back("Referrer-Policy", "no-referrer");
    to.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    if (https) to.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace

void add_origins(std::set<std::string>& to, std::string_view origins) {
    while (!origins.empty()) {
        const auto word = origins.substr(0, origins.find(' '));
        if (is_origin(word)) to.emplace(word);
        origins.remove_prefix(std::min(origins.size(), word.size() + 1));
    }
}

void harden_page(response& page, bool https, const page_needs& needs) {
    auto policy = "default-src 'none'; script-src 'self'" + joined(needs.script) +
                  "; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'" +
                  joined(needs.form_action) + "; frame-ancestors 'none'; base-uri 'none'";
    if (!needs.frame.empty()) policy += "; frame-src" + joined(needs.frame);
    add_common(page, https, std::move(policy));
    page.headers.emplace_back("Cache-Control", "no-store");
    page.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

void sandbox_file(response& file, bool https) {
    add_common(file, https, "default-src 'none'; sandbox; frame-ancestors 'none'");
    file.headers.emplace_back("Cache-Control", "public, max-age=300");
}

}  // namespace host
