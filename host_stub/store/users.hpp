#pragma once

#include "ambient.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

class database;

enum class user_state { active = 1, disabled, deleted };

struct user {
    std::string id;  // a UUID with dashes
    std::string tenant_id;
    std::string name;  // what the person types; unique within the tenant among users that are not deleted
    user_state state = user_state::active;
    bool is_administrator = false;      // of the tenant
    bool is_operator = false;           // of the whole platform; always an administrator of the first tenant too
    bool has_password = false;          // false: gets in through a binding only
    bool must_change_password = false;  // the password was made by somebody else
    bool operator==(const user&) const = default;
};

struct new_user {
    std::string tenant_id{}, name{};
    bool is_administrator = false, is_operator = false;
};

// 1 to 64 characters, none of which is a control character.
bool is_user_name(std::string_view name);

// Local users. Passwords are kept as scrypt (N = 2^15, r = 8, p = 1; 32 MiB and some 60 ms each, at most 4 at once).
class users {
public:
    users(database& data, const ambient& outside) : data_{data}, outside_{outside} {}

    // Nothing, if the name is taken, empty, longer than 64 characters or holds control characters, if there is no such
    // tenant, or if an operator is not of the first one.
    std::optional<user> add(const new_user& who);
    // The one-time password of the very first user; nothing, if there is any, also one that was deleted.
    std::optional<std::string> add_first(const new_user& who);

    std::optional<user> find(std::string_view id) const;  // deleted ones too: look at the state
    std::optional<user> find_by_name(std::string_view tenant_id, std::string_view name) const;  // none that is deleted
    std::vector<user> list(std::string_view tenant_id) const;  // none that is deleted, by name
    bool any() const;

    // The active user of this name and password. Takes the same time whether the name exists or not.
    std::optional<user> authenticate(std::string_view tenant_id, std::string_view name,
                                     std::string_view password) const;
    bool has_password(std::string_view id, std::string_view password) const;

    // A password of 10 to 256 characters; false otherwise. Ends every session and token of the user but keep_session.
    bool set_password(std::string_view id, std::string_view password, bool must_change,
                      std::string_view keep_session = {});
    // Sets one of 20 characters that has to be changed. Empty, if there is no such user.
    std::string make_one_time_password(std::string_view id);

    // A state other than active ends every session and token of the user; deleted, which is for ever, its bindings and
    // password too. The last active operator stays: false.
    bool set_state(std::string_view id, user_state state);

private:
    database& data_;
    ambient outside_;
};

}  // namespace host
