#include "store/opened_store.hpp"
#include "support/catch.hpp"

#include <sqlite3.h>

using namespace host;
namespace fs = std::filesystem;

namespace {

// What the command ".backup" of the sqlite3 shell does.
bool back_up(const fs::path& from, const fs::path& to) {
    sqlite3 *source = nullptr, *target = nullptr;
    sqlite3_open(from.c_str(), &source);
    sqlite3_open(to.c_str(), &target);
    auto* const copying = sqlite3_backup_init(target, "main", source, "main");
    const bool done = sqlite3_backup_step(copying, -1) == SQLITE_DONE;
    sqlite3_backup_finish(copying);
    sqlite3_close(target);
    sqlite3_close(source);
    return done;
}

}  // namespace

TEST_CASE("a backup of both files, taken while the store is used, is a store", "[store][backup]") {
    opened_store at;
    const auto setting = at.data.settings.add({.tenant_id = at.tenant_id, .name = "WeCom", .config = "{}"});
    const auto copy = at.folder.path() / "copy.db";
    {
        writer under_way{at.data.data};
        under_way->execute("UPDATE provider_settings SET name = 'half done'");
        REQUIRE(back_up(at.file, copy));
    }
    fs::copy_file(at.file.string() + ".key", copy.string() + ".key");

    const store restored{copy, at.world.outside()};
    CHECK(restored.settings.find(setting.id) == setting);
    CHECK(restored.tenants.first() == at.data.tenants.first());
}
