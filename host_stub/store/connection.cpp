#include "store/connection.hpp"

#include <sqlite3.h>

namespace host {
namespace {

constexpr int busy_timeout_ms = 5000;

std::string explanation(int result, int extended) {
    switch (result) {
        case SQLITE_FULL: return "the disk is full: nothing was changed; make room on it";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "another process kept it locked for 5 seconds: nothing was changed; look for a program that holds a "
                   "transaction open";
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return "may not be written by this user: let it, the folder, FILE-wal and FILE-shm belong to the user "
                   "that runs this program";
        case SQLITE_CANTOPEN: return "cannot be opened: check that the folder exists and that this user may write it";
        case SQLITE_CORRUPT: return "is damaged: stop every process that uses it and restore the last backup";
        case SQLITE_NOTADB: return "is not a SQLite database: name another file, or restore the last backup";
        case SQLITE_IOERR:
            return "the disk refused to read or write (SQLite error " + std::to_string(extended) +
                   "): nothing was changed; look at the system's log";
        default: return "SQLite refused: " + std::string{sqlite3_errstr(extended)};
    }
}

[[noreturn]] void refuse(const std::string& file, int result) {
    if (result == SQLITE_NOMEM) throw std::bad_alloc{};
    throw store_error{file + ": " + explanation(result & 0xff, result)};
}

}  // namespace

statement::~statement() {
    if (!prepared_) return;
    sqlite3_reset(prepared_);  // repeats the error of the last step, which has been told
    sqlite3_clear_bindings(prepared_);
}

void statement::check(int result) const {
    if (result != SQLITE_OK) refuse(file_, sqlite3_extended_errcode(sqlite3_db_handle(prepared_)));
}

void statement::bind(int at, std::string_view text) {
    const auto* data = text.data() ? text.data() : "";
    check(sqlite3_bind_text64(prepared_, at, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void statement::bind(int at, blob value) {
    const auto* data = value.bytes.data() ? value.bytes.data() : "";
    check(sqlite3_bind_blob64(prepared_, at, data, value.bytes.size(), SQLITE_TRANSIENT));
}

void statement::bind(int at, wall_time when) {
    bind_number(at, std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count());
}

void statement::bind(int at, std::nullptr_t) { check(sqlite3_bind_null(prepared_, at)); }

void statement::bind_number(int at, std::int64_t number) { check(sqlite3_bind_int64(prepared_, at, number)); }

bool statement::step() {
    const auto result = sqlite3_step(prepared_);
    if (result != SQLITE_ROW && result != SQLITE_DONE) check(result);
    return result == SQLITE_ROW;
}

std::string statement::text(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(prepared_, column));
    return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column))) : std::string{};
}

std::int64_t statement::number(int column) const { return sqlite3_column_int64(prepared_, column); }

wall_time statement::time(int column) const { return wall_time{std::chrono::milliseconds{number(column)}}; }

bool statement::is_null(int column) const { return sqlite3_column_type(prepared_, column) == SQLITE_NULL; }

void connection::close::operator()(sqlite3* open) const { sqlite3_close_v2(open); }

void connection::finalize::operator()(sqlite3_stmt* prepared) const { sqlite3_finalize(prepared); }

connection::connection(const std::filesystem::path& file, use what_for) : file_{file.string()} {
    sqlite3* open = nullptr;
    const auto result = sqlite3_open_v2(file_.c_str(), &open, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    open_.reset(open);
    if (result != SQLITE_OK) refuse(file_, open ? sqlite3_extended_errcode(open) : SQLITE_NOMEM);
    sqlite3_busy_timeout(open, busy_timeout_ms);
    execute_script("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;");
    if (what_for == use::reading) execute_script("PRAGMA query_only = ON;");
}

void connection::execute_script(const std::string& sql) {
    const auto result = sqlite3_exec(open_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) refuse(file_, sqlite3_extended_errcode(open_.get()));
}

std::int64_t connection::number(std::string_view sql) {
    auto row = query(sql);
    return row.step() ? row.number(0) : 0;
}

bool connection::in_transaction() const { return sqlite3_get_autocommit(open_.get()) == 0; }

void connection::roll_back() noexcept { sqlite3_exec(open_.get(), "ROLLBACK", nullptr, nullptr, nullptr); }

std::int64_t connection::changes() const { return sqlite3_changes64(open_.get()); }

sqlite3_stmt* connection::prepared(std::string_view sql) {
    if (const auto known = prepared_.find(sql); known != prepared_.end()) return known->second.get();
    sqlite3_stmt* made = nullptr;
    const auto result = sqlite3_prepare_v3(open_.get(), sql.data(), static_cast<int>(sql.size()),
                                           SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (result != SQLITE_OK) refuse(file_, sqlite3_extended_errcode(open_.get()));
    return prepared_.emplace(sql, std::unique_ptr<sqlite3_stmt, finalize>{made}).first->second.get();
}

}  // namespace host
