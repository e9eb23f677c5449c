#include "web/audit_pages.hpp"

#include "web/pages/audit_page.hpp"
#include "web/site_state.hpp"

#include <algorithm>
#include <charconv>

namespace host {
namespace {

constexpr std::size_t page_size = 50;
constexpr std::size_t last_page = 1'000'000;

// What can be asked for; entries of other kinds are among all.
constexpr std::string_view kinds[] = {"login",
                                      "login_refused",
                                      "password_changed",
                                      "bind",
                                      "bind_conflict",
                                      "unbind",
                                      "provider_created",
                                      "provider_changed",
                                      "provider_enabled",
                                      "provider_disabled",
                                      "provider_deleted",

                                      "user_created",
                                      "user_enabled",
                                      "user_disabled",
                                      "user_deleted",
                                      "user_password_reset",
                                      "tenant_created"};

std::size_t page_in(const form& query) {
    const auto text = value_of(query, "at");
    std::size_t out = 1;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return std::clamp<std::size_t>(out, 1, last_page);
}

std::string in_one_line(const audit_entry& of) {
    std::string out = of.subject;
    for (const auto& part : {of.provider, of.detail})
        if (!part.empty()) out += (out.empty() ? "" : " · ") + part;
    return out;
}

}  // namespace

void audit_pages::add_to(page_routes& pages) {
    pages.add("GET", "/admin/audit", audience::administrator, [this](const visit& of) { return list(of); });
}

response audit_pages::list(const visit& of) const {
    const auto at = page_in(of.fields);
    audit_view view;
    view.kind = value_of(of.fields, "kind");
    view.kinds.assign(std::begin(kinds), std::end(kinds));
    const auto found = state_.data.audit.list(of.of.id, view.kind, at, page_size);
    for (const auto& one : found.entries)
        view.rows.push_back({one.at, one.kind, one.actor, in_one_line(one), one.address});
    if (at > 1) view.newer = std::to_string(at - 1);
    if (found.total > at * page_size) view.older = std::to_string(at + 1);
    return html_response(state_, 200, audit_page(of.frame, view));
}

}  // namespace host
