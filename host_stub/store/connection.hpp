#pragma once

#include "ambient.hpp"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace host {

// The disk, the file or another process stood in the way: the operation changed nothing. Says which file and what to
// do; holds no value of the database.
struct store_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Bytes that are no text.
struct blob {
    std::string_view bytes;
};

// A prepared statement with its values, borrowed from its connection; it must go before the connection does.
class statement {
public:
    statement(sqlite3_stmt* prepared, const std::string& file) : prepared_{prepared}, file_{file} {}
    statement(statement&& other) noexcept : prepared_{std::exchange(other.prepared_, nullptr)}, file_{other.file_} {}
    statement& operator=(statement&&) = delete;
    ~statement();

    void bind(int at, std::string_view text);
    void bind(int at, blob bytes);
    void bind(int at, wall_time when);
    void bind(int at, std::nullptr_t);
    void bind(int at, std::integral auto number) { bind_number(at, static_cast<std::int64_t>(number)); }

    bool step();  // whether there is a row to read

    // Of the row; columns count from 0.
    std::string text(int column) const;  // bytes as well
    std::int64_t number(int column) const;
    bool flag(int column) const { return number(column) != 0; }
    wall_time time(int column) const;
    bool is_null(int column) const;

private:
    void bind_number(int at, std::int64_t number);
    void check(int result) const;

    sqlite3_stmt* prepared_;
    const std::string& file_;
};

// One connection to the file, of one thread at a time. Statements stay prepared, so that of each text one is in use at
// a time.
class connection {
public:
    enum class use { reading, writing };

    connection(const std::filesystem::path& file, use what_for);

    template <class... Values>
    statement query(std::string_view sql, const Values&... values) {
        statement out{prepared(sql), file_};
        int at = 0;
        (out.bind(++at, values), ...);
        return out;
    }
    // How many rows were changed.
    template <class... Values>
    std::int64_t execute(std::string_view sql, const Values&... values) {
        auto out = query(sql, values...);
        while (out.step()) {
        }
        return changes();
    }
    void execute_script(const std::string& sql);  // several statements, without values
    std::int64_t number(std::string_view sql);    // the first column of the only row
    bool in_transaction() const;
    void roll_back() noexcept;  // may fail: then the transaction is still there, until the connection is closed

private:
    struct close {
        void operator()(sqlite3* open) const;
    };
    struct finalize {
        void operator()(sqlite3_stmt* prepared) const;
    };

    sqlite3_stmt* prepared(std::string_view sql);
    std::int64_t changes() const;

    std::string file_;
    std::unique_ptr<sqlite3, close> open_;
    std::map<std::string, std::unique_ptr<sqlite3_stmt, finalize>, std::less<>> prepared_;
};

// A transaction that nobody else writes beside, from its beginning. Without commit() nothing happened.
class transaction {
public:
    explicit transaction(connection& at) : at_{at} { at_.execute("BEGIN IMMEDIATE"); }
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction() {
        if (at_.in_transaction()) at_.roll_back();
    }

    void commit() { at_.execute("COMMIT"); }

private:
    connection& at_;
};

}  // namespace host
