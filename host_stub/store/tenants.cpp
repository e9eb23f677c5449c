#include "store/tenants.hpp"

#include "store/database.hpp"
#include "store/uuid.hpp"

#include <algorithm>

namespace host {
namespace {

constexpr std::string_view all = "SELECT id, name, slug FROM tenants ORDER BY sequence";

tenant read_tenant(const statement& row) { return {row.text(0), row.text(1), row.text(2)}; }

std::optional<tenant> only(statement found) {
    if (!found.step()) return std::nullopt;
    return read_tenant(found);
}

bool is_slug(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

}  // namespace

std::optional<tenant> tenants::add(std::string_view name, std::string_view slug) {
    if (!is_slug(slug)) return std::nullopt;
    tenant made{to_uuid(outside_.random_bytes(16)), std::string{name}, std::string{slug}};
    writer change{data_};
    if (change->execute("INSERT INTO tenants (id, name, slug) VALUES (?, ?, ?) ON CONFLICT (slug) DO NOTHING", made.id,
                        made.name, made.slug) == 0)
        return std::nullopt;
    change.commit();
    return made;
}

std::optional<tenant> tenants::find(std::string_view id) const {
    reader at{data_};
    return only(at->query("SELECT id, name, slug FROM tenants WHERE id = ?", with_dashes(id)));
}

std::optional<tenant> tenants::find_by_slug(std::string_view slug) const {
    reader at{data_};
    return only(at->query("SELECT id, name, slug FROM tenants WHERE slug = ?", slug));
}

tenant tenants::first() const { return list().at(0); }

std::vector<tenant> tenants::list() const {
    reader at{data_};
    auto rows = at->query(all);
    std::vector<tenant> out;
    while (rows.step())
        out.push_back(read_tenant(rows));
    return out;
}

}  // namespace host
