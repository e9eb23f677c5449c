#include "store/provider_settings.hpp"

#include "store/database.hpp"
#include "store/key_file.hpp"
#include "store/uuid.hpp"

namespace host {
namespace {

const std::string columns =
    "SELECT id, tenant_id, provider, name, sealed_config, enabled, revision FROM provider_settings ";

std::string about(std::string_view id) { return "provider_setting " + std::string{id}; }

provider_setting read_setting(const statement& row, const key_file& keys) {
    const auto id = row.text(0);
    return {.id = id,
            .tenant_id = row.text(1),
            .provider = row.text(2),
            .name = row.text(3),
            .config = keys.open(row.text(4), about(id)).value_or(""),
            .enabled = row.flag(5),
            .revision = static_cast<std::uint64_t>(row.number(6))};
}

std::vector<provider_setting> all(statement rows, const key_file& keys) {
    std::vector<provider_setting> out;
    while (rows.step())
        out.push_back(read_setting(rows, keys));
    return out;
}

// One number for the whole file, so that a row's is never used twice. In the caller's transaction.
std::uint64_t next_revision(connection& at) {
    at.execute("UPDATE deployment SET settings_revision = settings_revision + 1");
    return static_cast<std::uint64_t>(at.number("SELECT settings_revision FROM deployment"));
}

}  // namespace

provider_setting provider_settings::add(provider_setting made) {
    if (made.id.empty()) made.id = to_uuid(outside_.random_bytes(16));
    const auto sealed = keys_.seal(made.config, about(made.id));
    writer change{data_};
    made.revision = next_revision(*change);
    change->execute(
        "INSERT INTO provider_settings (id, tenant_id, provider, name, sealed_config, enabled, revision) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        made.id, made.tenant_id, made.provider, made.name, blob{sealed}, made.enabled, made.revision);
    change.commit();
    return made;
}

std::optional<provider_setting> provider_settings::find(std::string_view id) const {
    reader at{data_};
    auto row = at->query(columns + "WHERE id = ?", with_dashes(id));
    if (!row.step()) return std::nullopt;
    return read_setting(row, keys_);
}

std::vector<provider_setting> provider_settings::list(std::string_view tenant_id) const {
    reader at{data_};
    return all(at->query(columns + "WHERE tenant_id = ? ORDER BY sequence", tenant_id), keys_);
}

std::vector<provider_setting> provider_settings::list_all() const {
    reader at{data_};
    return all(at->query(columns + "ORDER BY sequence"), keys_);
}

std::optional<provider_setting> provider_settings::change(const provider_setting& changed) {
    const auto sealed = keys_.seal(changed.config, about(changed.id));
    writer change{data_};
    const auto revision = next_revision(*change);
    if (change->execute("UPDATE provider_settings SET name = ?, sealed_config = ?, enabled = ?, revision = ? "
                        "WHERE id = ? AND revision = ?",
                        changed.name, blob{sealed}, changed.enabled, revision, changed.id, changed.revision) == 0)
        return std::nullopt;
    auto out = all(change->query(columns + "WHERE id = ?", changed.id), keys_).at(0);
    change.commit();
    return out;
}

bool provider_settings::remove(std::string_view id) {
    writer change{data_};
    if (change->execute("DELETE FROM provider_settings WHERE id = ?", with_dashes(id)) == 0) return false;
    next_revision(*change);
    change.commit();
    return true;
}

std::uint64_t provider_settings::revision() const {
    reader at{data_};
    return static_cast<std::uint64_t>(at->number("SELECT settings_revision FROM deployment"));
}

}  // namespace host
