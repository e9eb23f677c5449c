#include "store/api_tokens.hpp"

#include "store/database.hpp"
#include "store/user_row.hpp"
#include "web/token.hpp"

namespace host {
namespace {

constexpr auto lifetime = std::chrono::hours{8};

const std::string by_fingerprint = "SELECT " + user_columns +
                                   " FROM api_tokens JOIN users ON users.id = api_tokens.user_id "
                                   "WHERE api_tokens.fingerprint = ? AND api_tokens.issued > ? AND users.state = 1";

}  // namespace

std::optional<std::string> api_tokens::issue(std::string_view user_id, std::string_view binding_id, wall_time now) {
    auto token = to_token(outside_.random_bytes(32));
    writer change{data_};
    if (change->execute(
            "INSERT INTO api_tokens (fingerprint, user_id, binding_id, issued) "
            "SELECT ?1, users.id, nullif(?3, ''), ?4 FROM users WHERE users.id = ?2 AND users.state = 1 AND "
            "(?3 = '' OR EXISTS (SELECT 1 FROM bindings WHERE bindings.id = ?3 AND bindings.user_id = ?2))",
            blob{fingerprint(token)}, user_id, binding_id, now) == 0)
        return std::nullopt;
    change.commit();
    return token;
}

std::optional<user> api_tokens::find(std::string_view token, wall_time now) const {
    reader at{data_};
    auto row = at->query(by_fingerprint, blob{fingerprint(token)}, now - lifetime);
    if (!row.step()) return std::nullopt;
    return read_user(row);
}

std::optional<wall_time> api_tokens::issued(std::string_view token) const {
    reader at{data_};
    auto row = at->query("SELECT issued FROM api_tokens WHERE fingerprint = ?", blob{fingerprint(token)});
    if (!row.step()) return std::nullopt;
    return row.time(0);
}

void api_tokens::revoke(std::string_view token) {
    writer change{data_};
    change->execute("DELETE FROM api_tokens WHERE fingerprint = ?", blob{fingerprint(token)});
    change.commit();
}

void api_tokens::forget_expired(wall_time now) {
    writer change{data_};
    change->execute("DELETE FROM api_tokens WHERE issued <= ?", now - lifetime);
    change.commit();
}

}  // namespace host
