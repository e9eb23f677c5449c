#include "store/store.hpp"

#include "config_file.hpp"

namespace host {
namespace {

namespace fs = std::filesystem;

constexpr const char* checked_text = "this key belongs to this database";
constexpr const char* about_check = "key_check";

// A new key would make every secret of the database unreadable, unseen until somebody signs in.
fs::path key_of(const fs::path& file) {
    fs::path key = file.string() + ".key";
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (!error && size > 0 && fs::symlink_status(key).type() == fs::file_type::not_found)
        throw config_error{key.string() + ": is missing beside the existing database " + file.string() +
                           ": restore it from the backup, which has to hold both files; without it the secrets of the "
                           "database are lost"};
    return key;
}

std::string known_check(database& data) {
    reader at{data};
    auto row = at->query("SELECT key_check FROM deployment");
    row.step();
    return row.text(0);
}

// The first process leaves a mark that only its key opens.
void check_key(const fs::path& file, database& data, const key_file& keys) {
    if (known_check(data).empty()) {
        writer change{data};
        change->execute("UPDATE deployment SET key_check = ? WHERE key_check IS NULL",
                        blob{keys.seal(checked_text, about_check)});
        change.commit();
    }
    if (keys.open(known_check(data), about_check) != checked_text)
        throw config_error{file.string() + ".key: is not the key of " + file.string() +
                           ": restore both files from one backup"};
}

}  // namespace

store::store(const fs::path& file, const ambient& outside)
    : keys{key_of(file), outside},
      data{file, outside},
      tenants{data, outside},
      users{data, outside},
      sessions{data, outside},
      bindings{data, outside},
      settings{data, keys, outside},
      one_time{data, keys},
      tokens{data, outside},
      audit{data},
      key_values{data, outside} {
    try {
        check_key(file, data, keys);
    } catch (const store_error& why) {
        throw config_error{why.what()};
    }
}

}  // namespace host
