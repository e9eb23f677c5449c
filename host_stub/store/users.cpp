#include "store/users.hpp"

#include "store/database.hpp"
#include "store/password_hash.hpp"
#include "store/user_row.hpp"
#include "store/uuid.hpp"

#include <algorithm>

namespace host {
namespace {

const std::string by_name =
    "SELECT " + user_columns + ", users.password FROM users WHERE tenant_id = ? AND name = ? AND state <> 3";
const std::string by_id = "SELECT " + user_columns + ", users.password FROM users WHERE id = ?";

struct user_with_hash {
    user who;
    std::string hash;
};

std::optional<user_with_hash> only(statement found) {
    if (!found.step()) return std::nullopt;
    return user_with_hash{read_user(found), found.text(user_column_count)};
}

std::optional<user> without_hash(std::optional<user_with_hash> found) {
    if (!found) return std::nullopt;
    return std::move(found->who);
}

// U+0000 to U+001F, U+007F to U+009F; the latter are 0xc2 and a byte below 0xa0.
bool has_control_character(std::string_view text) {
    unsigned char before = 0;
    for (const unsigned char c : text) {
        if (c < 0x20 || c == 0x7f || (before == 0xc2 && c < 0xa0)) return true;
        before = c;
    }
    return false;
}

bool is_first_tenant(connection& at, std::string_view id) {
    auto first = at.query("SELECT id FROM tenants ORDER BY sequence LIMIT 1");
    return first.step() && first.text(0) == id;
}

// In the caller's transaction.
std::optional<user> insert(connection& at, const new_user& who, std::string id, std::string_view hash) {
    if (!is_user_name(who.name) || (who.is_operator && !is_first_tenant(at, who.tenant_id))) return std::nullopt;
    if (at.execute("INSERT INTO users (id, tenant_id, name, is_administrator, is_operator) "
                   "SELECT ?, id, ?, ?, ? FROM tenants WHERE id = ? ON CONFLICT DO NOTHING",
                   id, who.name, who.is_administrator || who.is_operator, who.is_operator, who.tenant_id) == 0)
        return std::nullopt;
    if (!hash.empty())
        at.execute("UPDATE users SET password = ?, must_change_password = 1 WHERE id = ?", blob{hash}, id);
    return without_hash(only(at.query(by_id, id)));
}

void end_access(connection& at, std::string_view id, std::string_view keep_session) {
    at.execute("DELETE FROM sessions WHERE user_id = ? AND id <> ?", id, keep_session);
    at.execute("DELETE FROM api_tokens WHERE user_id = ?", id);
}

// What a deleted user had is free for others.
void release(connection& at, std::string_view id) {
    at.execute("DELETE FROM bindings WHERE user_id = ?", id);
    at.execute("UPDATE users SET password = NULL WHERE id = ?", id);
}

bool is_last_operator(connection& at, const user& who) {
    return who.is_operator && who.state == user_state::active &&
           at.number("SELECT count(*) FROM users WHERE is_operator = 1 AND state = 1") == 1;
}

}  // namespace

bool is_user_name(std::string_view name) {
    const auto is_continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
    const auto characters =
        name.size() - static_cast<std::size_t>(std::count_if(name.begin(), name.end(), is_continuation));
    return characters > 0 && characters <= 64 && !has_control_character(name);
}

std::optional<user> users::add(const new_user& who) {
    writer change{data_};
    auto made = insert(*change, who, to_uuid(outside_.random_bytes(16)), {});
    if (made) change.commit();
    return made;
}

std::optional<std::string> users::add_first(const new_user& who) {
    if (any()) return std::nullopt;  // saves the hash
    auto password = to_one_time_password(outside_.random_bytes(20));
    const auto hash = hash_password(password, outside_.random_bytes(16));
    writer change{data_};
    if (change->number("SELECT count(*) FROM users") != 0) return std::nullopt;
    if (!insert(*change, who, to_uuid(outside_.random_bytes(16)), hash)) return std::nullopt;
    change.commit();
    return password;
}

std::optional<user> users::find(std::string_view id) const {
    reader at{data_};
    return without_hash(only(at->query(by_id, id)));
}

std::optional<user> users::find_by_name(std::string_view tenant_id, std::string_view name) const {
    reader at{data_};
    return without_hash(only(at->query(by_name, tenant_id, name)));
}

std::vector<user> users::list(std::string_view tenant_id) const {
    reader at{data_};
    auto rows =
        at->query("SELECT " + user_columns + " FROM users WHERE tenant_id = ? AND state <> 3 ORDER BY name", tenant_id);
    std::vector<user> out;
    while (rows.step())
        out.push_back(read_user(rows));
    return out;
}

bool users::any() const {
    reader at{data_};
    return at->number("SELECT EXISTS (SELECT 1 FROM users)") != 0;
}

std::optional<user> users::authenticate(std::string_view tenant_id, std::string_view name,
                                        std::string_view password) const {
    std::optional<user_with_hash> found;
    {
        reader at{data_};
        found = only(at->query(by_name, tenant_id, name));
    }
    const bool same = matches(password, found ? found->hash : "");
    if (!same || found->who.state != user_state::active) return std::nullopt;
    return std::move(found->who);
}

bool users::has_password(std::string_view id, std::string_view password) const {
    std::optional<user_with_hash> found;
    {
        reader at{data_};
        found = only(at->query(by_id, id));
    }
    return matches(password, found ? found->hash : "") && found->who.state == user_state::active;
}

bool users::set_password(std::string_view id, std::string_view password, bool must_change,
                         std::string_view keep_session) {
    if (!is_acceptable_password(password)) return false;
    const auto hash = hash_password(password, outside_.random_bytes(16));
    writer change{data_};
    if (change->execute("UPDATE users SET password = ?, must_change_password = ? WHERE id = ? AND state <> 3",
                        blob{hash}, must_change, id) == 0)
        return false;
    end_access(*change, id, keep_session);
    change.commit();
    return true;
}

std::string users::make_one_time_password(std::string_view id) {
    auto password = to_one_time_password(outside_.random_bytes(20));
    return set_password(id, password, true) ? password : "";
}

bool users::set_state(std::string_view id, user_state state) {
    writer change{data_};
    const auto found = without_hash(only(change->query(by_id, id)));
    if (!found || found->state == user_state::deleted) return false;
    if (state != user_state::active) {
        if (is_last_operator(*change, *found)) return false;
        end_access(*change, id, {});
    }
    if (state == user_state::deleted) release(*change, id);
    change->execute("UPDATE users SET state = ? WHERE id = ?", static_cast<int>(state), id);
    change.commit();
    return true;
}

}  // namespace host
