#include "store/bindings.hpp"

#include "store/database.hpp"
#include "store/uuid.hpp"

namespace host {
namespace {

const std::string columns =
    "SELECT id, tenant_id, user_id, provider_id, issuer, subject, display_name, since FROM bindings ";

binding read_binding(const statement& row) {
    return {.id = row.text(0),
            .tenant_id = row.text(1),
            .user_id = row.text(2),
            .provider_id = row.text(3),
            .issuer = row.text(4),
            .subject = row.text(5),
            .display_name = row.text(6),
            .since = row.time(7)};
}

std::optional<binding> only(statement found) {
    if (!found.step()) return std::nullopt;
    return read_binding(found);
}

std::optional<binding> of_subject(connection& at, std::string_view tenant_id, std::string_view issuer,
                                  std::string_view subject) {
    return only(at.query(columns + "WHERE tenant_id = ? AND issuer = ? AND subject = ?", tenant_id, issuer, subject));
}

// SQLite's own functions end a text at a NUL, so that two could look alike.
bool is_key(std::string_view text) { return !text.empty() && text.find('\0') == std::string_view::npos; }

bool has_row(statement found) { return found.step(); }

// In the caller's transaction.
bind_result judge(connection& at, const binding& wanted) {
    if (!is_key(wanted.issuer) || !is_key(wanted.subject) ||
        !has_row(at.query("SELECT 1 FROM users WHERE id = ? AND tenant_id = ? AND state = 1", wanted.user_id,
                          wanted.tenant_id)))
        return bind_result::refused;
    if (const auto holder = of_subject(at, wanted.tenant_id, wanted.issuer, wanted.subject))
        return holder->user_id == wanted.user_id ? bind_result::already_yours : bind_result::taken;
    if (has_row(at.query("SELECT 1 FROM bindings WHERE user_id = ? AND issuer = ?", wanted.user_id, wanted.issuer)))
        return bind_result::occupied;
    return bind_result::bound;
}

// Whether the user gets in without the binding.
bool has_another_way(connection& at, std::string_view user_id, std::string_view binding_id) {
    return has_row(at.query("SELECT 1 FROM users WHERE id = ? AND password IS NOT NULL", user_id)) ||
           has_row(at.query("SELECT 1 FROM bindings WHERE user_id = ? AND id <> ?", user_id, binding_id));
}

}  // namespace

bind_result bindings::add(const binding& wanted) {
    writer change{data_};
    const auto result = judge(*change, wanted);
    if (result != bind_result::bound) return result;
    change->execute(
        "INSERT INTO bindings (id, tenant_id, user_id, provider_id, issuer, subject, display_name, since) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        to_uuid(outside_.random_bytes(16)), wanted.tenant_id, wanted.user_id, wanted.provider_id, wanted.issuer,
        wanted.subject, wanted.display_name, outside_.now());
    change.commit();
    return result;
}

std::optional<binding> bindings::find(std::string_view tenant_id, std::string_view issuer,
                                      std::string_view subject) const {
    reader at{data_};
    return of_subject(*at, tenant_id, issuer, subject);
}

std::optional<binding> bindings::find_by_id(std::string_view id) const {
    reader at{data_};
    return only(at->query(columns + "WHERE id = ?", id));
}

std::vector<binding> bindings::list(std::string_view user_id) const {
    reader at{data_};
    auto rows = at->query(columns + "WHERE user_id = ? ORDER BY since, issuer", user_id);
    std::vector<binding> out;
    while (rows.step())
        out.push_back(read_binding(rows));
    return out;
}

std::size_t bindings::count_through(std::string_view provider_id) const {
    reader at{data_};
    auto row = at->query("SELECT count(*) FROM bindings WHERE provider_id = ?", provider_id);
    row.step();
    return static_cast<std::size_t>(row.number(0));
}

unbind_result bindings::remove(std::string_view id, std::string_view user_id) {
    writer change{data_};
    if (!has_row(change->query("SELECT 1 FROM bindings WHERE id = ? AND user_id = ?", id, user_id)))
        return unbind_result::unknown;
    if (!has_another_way(*change, user_id, id)) return unbind_result::last_way_in;
    change->execute("DELETE FROM bindings WHERE id = ?", id);  // its sessions and tokens go by the tables' foreign keys
    change.commit();
    return unbind_result::unbound;
}

}  // namespace host
