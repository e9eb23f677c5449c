#include "store/migrations.hpp"

#include "config_file.hpp"
#include "store/connection.hpp"
#include "store/uuid.hpp"

#include <iterator>

namespace host {
namespace {

// Says that a file is ours, whatever its name: "idph".
constexpr std::int64_t application_id = 0x69647068;

constexpr const char* first_tables = R"sql(
CREATE TABLE tenants (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL CHECK (length(name) > 0),
    state INTEGER NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3)),
    is_administrator INTEGER NOT NULL,
    is_operator INTEGER NOT NULL CHECK (is_operator <= is_administrator),
    password BLOB,
    must_change_password INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX users_by_name ON users (tenant_id, name) WHERE state <> 3;

CREATE TABLE bindings (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    provider_id TEXT NOT NULL,
    issuer TEXT NOT NULL CHECK (length(issuer) > 0),
    subject TEXT NOT NULL CHECK (length(subject) > 0),
    display_name TEXT NOT NULL,
    since INTEGER NOT NULL,
    UNIQUE (tenant_id, issuer, subject),
    UNIQUE (user_id, issuer)
) STRICT;
CREATE INDEX bindings_by_provider ON bindings (provider_id);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    fingerprint BLOB NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    binding_id TEXT REFERENCES bindings (id) ON DELETE CASCADE,
    account_json TEXT NOT NULL,
    since INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    proven INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_binding ON sessions (binding_id);

CREATE TABLE api_tokens (
    fingerprint BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    binding_id TEXT REFERENCES bindings (id) ON DELETE CASCADE,
    issued INTEGER NOT NULL
) STRICT;
CREATE INDEX api_tokens_by_user ON api_tokens (user_id);
CREATE INDEX api_tokens_by_binding ON api_tokens (binding_id);

CREATE TABLE provider_settings (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    provider TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed_config BLOB NOT NULL,
    enabled INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE one_time_records (
    fingerprint BLOB NOT NULL PRIMARY KEY,
    sealed_value BLOB NOT NULL,
    expires INTEGER NOT NULL
) STRICT;

CREATE TABLE key_values (
    key TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL,
    expires INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    tenant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    subject TEXT NOT NULL,
    provider TEXT NOT NULL,
    detail TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_kind ON audit (tenant_id, kind, id);
CREATE INDEX audit_by_tenant ON audit (tenant_id, id);
CREATE INDEX audit_by_time ON audit (at);

-- Of the whole file, one row.
CREATE TABLE deployment (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    settings_revision INTEGER NOT NULL,
    key_check BLOB
) STRICT;
INSERT INTO deployment VALUES (1, 0, NULL);
)sql";

void make_first_tables(connection& file, const ambient& outside) {
    file.execute_script(first_tables);
    file.execute("INSERT INTO tenants (id, name, slug) VALUES (?, 'Default', 'default')",
                 to_uuid(outside.random_bytes(16)));
}

// The step at index n makes version n + 1. A step that was released is never changed; what is needed is a further one.
using step = void (*)(connection&, const ambient&);
constexpr step steps[] = {make_first_tables};

// Several processes may begin at once, and SQLite does not wait for another that makes the same change.
void keep_log_beside(connection& file, const std::string& source) {
    for (int attempts = 20;; --attempts) {
        try {
            auto mode = file.query("PRAGMA journal_mode = WAL");
            if (mode.step() && mode.text(0) == "wal") return;
            throw config_error{source + ": its file system cannot share memory; the store needs a local disk"};
        } catch (const store_error&) {
            if (attempts == 0) throw;
        }
        const transaction wait_for_the_other{file};
    }
}

void refuse_foreign(connection& file, const std::string& source) {
    if (file.number("SELECT count(*) FROM sqlite_schema") == 0) return;
    if (file.number("PRAGMA application_id") != application_id)
        throw config_error{source + ": is a database of another program; name another file"};
    const auto version = file.number("PRAGMA user_version");
    if (version > newest_schema)
        throw config_error{source + ": was written by a newer idp-host (tables of version " + std::to_string(version) +
                           ", this program knows up to " + std::to_string(newest_schema) +
                           "); run the newer program, or restore the backup from before its first start"};
}

// Whether there may be more to do.
bool take_step(connection& file, const std::string& source, const ambient& outside, int up_to) {
    transaction change{file};
    refuse_foreign(file, source);
    const auto version = file.number("PRAGMA user_version");
    if (version < up_to) {
        steps[version](file, outside);
        file.execute_script("PRAGMA application_id = " + std::to_string(application_id) +
                            "; PRAGMA user_version = " + std::to_string(version + 1) + ";");
    }
    change.commit();
    return version < up_to;
}

}  // namespace

const int newest_schema = static_cast<int>(std::size(steps));

void migrate(connection& file, const std::string& source, const ambient& outside, int up_to) {
    refuse_foreign(file, source);
    keep_log_beside(file, source);
    while (take_step(file, source, outside, up_to)) {
    }
}

}  // namespace host
