#pragma once

#include "ambient.hpp"
#include "store/users.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace host {

class database;

struct session {
    std::string id;  // names the session in bindings and the audit; it is not what the browser holds
    user who;        // as the user is now, always active: sessions of others are not found
    std::string csrf_token;
    std::string binding_id;    // the binding it was signed in through; empty: by password
    std::string account_json;  // what the provider said at that login, for "who am I"; empty: by password
    wall_time since{};
    wall_time proven{};  // when the person last proved who they are; changing bindings asks for 5 minutes or less
};

struct new_session {
    std::string user_id{}, binding_id{}, account_json{};
};

struct opened_session {
    std::string token;  // what the browser's cookie holds: 256 random bits as base64url
    session opened;
};

// Who is signed in. A session ends 8 hours after it began, after an hour without a request, with its
// binding, or with its user. Only
// fingerprints of tokens are kept, so that nobody who reads the file can take a session over.
class sessions {
public:
    sessions(database& data, const ambient& outside) : data_{data}, outside_{outside} {}

    // Nothing, if at this moment the user is not active, or binding_id is neither empty nor a binding of the user.
    std::optional<opened_session> open(const new_session& of, wall_time now);

    std::optional<session> find(std::string_view token, wall_time now);
    void prove(std::string_view session_id, wall_time now);  // the password was given again
    void close(std::string_view session_id);
    void close_of_user(std::string_view user_id, std::string_view except_session_id = {});
    std::size_t close_expired(wall_time now);  // how many

private:
    database& data_;
    ambient outside_;
};

}  // namespace host
