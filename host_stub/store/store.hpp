#pragma once

#include "ambient.hpp"
#include "store/api_tokens.hpp"
#include "store/audit.hpp"
#include "store/bindings.hpp"
#include "store/database.hpp"
#include "store/key_file.hpp"
#include "store/key_values.hpp"
#include "store/one_time_records.hpp"
#include "store/provider_settings.hpp"
#include "store/sessions.hpp"
#include "store/tenants.hpp"
#include "store/users.hpp"

namespace host {

// Everything this host remembers, in one SQLite file that several processes of one machine may share, and the keys
// beside it in FILE.key. Every function of every part may be called by any thread and may wait for the disk; none is
// called on the thread that serves the connections.
struct store {
    // Opens FILE or makes it. Throws config_error if that cannot be done, with what to do about it.
    store(const std::filesystem::path& file, const ambient& outside);

    key_file keys;
    database data;
    host::tenants tenants;
    host::users users;
    host::sessions sessions;
    host::bindings bindings;
    host::provider_settings settings;
    host::one_time_records one_time;
    host::api_tokens tokens;
    host::audit audit;
    host::key_values key_values;
};

}  // namespace host
