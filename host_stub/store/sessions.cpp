#include "store/sessions.hpp"

#include "store/database.hpp"
#include "store/user_row.hpp"
#include "store/uuid.hpp"
#include "web/token.hpp"

namespace host {
namespace {

using namespace std::chrono_literals;

constexpr auto lifetime = 8h;
constexpr auto idle_lifetime = 1h;
constexpr auto seen_precision = 1min;  // a session that is used is written this often, not with every request

const std::string by_fingerprint =
    "SELECT " + user_columns +
    ", sessions.id, sessions.binding_id, sessions.account_json, sessions.since, sessions.proven, sessions.seen "
    "FROM sessions JOIN users ON users.id = sessions.user_id "
    "WHERE sessions.fingerprint = ? AND sessions.since > ? AND sessions.seen > ? AND users.state = 1";

// Another one-way function of the token than its fingerprint: who reads the file learns it not.
std::string csrf_token_of(std::string_view token) { return to_token(fingerprint("csrf " + std::string{token})); }

struct seen_session {
    session found;
    wall_time seen;
};

seen_session read_session(const statement& row, std::string_view token) {
    const int at = user_column_count;
    return {.found = {.id = row.text(at),
                      .who = read_user(row),
                      .csrf_token = csrf_token_of(token),
                      .binding_id = row.text(at + 1),
                      .account_json = row.text(at + 2),
                      .since = row.time(at + 3),
                      .proven = row.time(at + 4)},
            .seen = row.time(at + 5)};
}

std::optional<seen_session> read_session(connection& at, std::string_view token, wall_time now) {
    auto row = at.query(by_fingerprint, blob{fingerprint(token)}, now - lifetime, now - idle_lifetime);
    if (!row.step()) return std::nullopt;
    return read_session(row, token);
}

}  // namespace

std::optional<opened_session> sessions::open(const new_session& of, wall_time now) {
    const auto token = to_token(outside_.random_bytes(32));
    writer change{data_};
    change->execute(
        "INSERT INTO sessions (id, fingerprint, user_id, binding_id, account_json, since, seen, proven) "
        "SELECT ?1, ?2, users.id, nullif(?4, ''), ?5, ?6, ?6, ?6 FROM users WHERE users.id = ?3 AND users.state = 1 "
        "AND "
        "(?4 = '' OR EXISTS (SELECT 1 FROM bindings WHERE bindings.id = ?4 AND bindings.user_id = ?3))",
        to_uuid(outside_.random_bytes(16)), blob{fingerprint(token)}, of.user_id, of.binding_id, of.account_json, now);
    auto opened = read_session(*change, token, now);
    if (!opened) return std::nullopt;
    change.commit();
    return opened_session{token, std::move(opened->found)};
}

std::optional<session> sessions::find(std::string_view token, wall_time now) {
    std::optional<seen_session> there;
    {
        reader at{data_};
        there = read_session(*at, token, now);
    }
    if (!there) return std::nullopt;
    if (now - there->seen >= seen_precision) {
        writer change{data_};
        change->execute("UPDATE sessions SET seen = ? WHERE id = ?", now, there->found.id);
        change.commit();
    }
    return std::move(there->found);
}

void sessions::prove(std::string_view session_id, wall_time now) {
    writer change{data_};
    change->execute("UPDATE sessions SET proven = ? WHERE id = ?", now, session_id);
    change.commit();
}

void sessions::close(std::string_view session_id) {
    writer change{data_};
    change->execute("DELETE FROM sessions WHERE id = ?", session_id);
    change.commit();
}

void sessions::close_of_user(std::string_view user_id, std::string_view except_session_id) {
    writer change{data_};
    change->execute("DELETE FROM sessions WHERE user_id = ? AND id <> ?", user_id, except_session_id);
    change.commit();
}

std::size_t sessions::close_expired(wall_time now) {
    writer change{data_};
    const auto closed =
        change->execute("DELETE FROM sessions WHERE since <= ? OR seen <= ?", now - lifetime, now - idle_lifetime);
    change.commit();
    return static_cast<std::size_t>(closed);
}

}  // namespace host
