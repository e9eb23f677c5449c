#pragma once

#include "ambient.hpp"

#include <string>

namespace host {

class connection;

// The version of the tables that this program knows; the file has its own as PRAGMA user_version.
extern const int newest_schema;

// Brings the tables up to a version, each step a transaction, while other processes may try the same. Throws
// config_error for the file of a newer program or of another one; source names the file.
void migrate(connection& file, const std::string& source, const ambient& outside, int up_to = newest_schema);

}  // namespace host
