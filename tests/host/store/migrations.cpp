#include "store/migrations.hpp"

#include "config_file.hpp"
#include "store/opened_store.hpp"
#include "store/refusal.hpp"
#include "support/catch.hpp"

using namespace host;

namespace {

struct database_folder {
    temporary_folder folder;
    made_up_world world;
    std::filesystem::path file = folder.path() / "store.db";

    connection connect() {
        if (!std::filesystem::exists(file)) folder.write("store.db", "");
        return {file, connection::use::writing};
    }
    std::string refusal_to_open() {
        return refusal<config_error>([this] { database{file, world.outside()}; });
    }
};

std::string tables_of(connection at) {
    std::string out;
    auto rows = at.query("SELECT sql FROM sqlite_schema ORDER BY name");
    while (rows.step())
        out += rows.text(0) + "\n";
    return out;
}

}  // namespace

TEST_CASE("a file of any older version becomes one of the newest", "[store][migrations]") {
    database_folder made_new;
    REQUIRE(made_new.refusal_to_open().empty());
    for (int version = 0; version < newest_schema; ++version) {
        database_folder older;
        auto file = older.connect();
        migrate(file, "store.db", older.world.outside(), version);
        REQUIRE(file.number("PRAGMA user_version") == version);

        CHECK(older.refusal_to_open().empty());
        CHECK(file.number("PRAGMA user_version") == newest_schema);
        CHECK(tables_of(older.connect()) == tables_of(made_new.connect()));
    }
}

TEST_CASE("opening a file again changes nothing", "[store][migrations]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    store again{at.file, at.world.outside()};
    CHECK(again.tenants.list() == at.data.tenants.list());
    CHECK(again.users.find(zhang.id) == zhang);
}

TEST_CASE("a file of a newer program is left alone", "[store][migrations]") {
    database_folder at;
    REQUIRE(at.refusal_to_open().empty());
    at.connect().execute_script("PRAGMA user_version = 99");
    const auto said = at.refusal_to_open();
    CHECK(contains(said, "store.db: was written by a newer idp-host (tables of version 99, this program knows up to "));
    CHECK(contains(said, "run the newer program"));
    CHECK(at.connect().number("PRAGMA user_version") == 99);
}

TEST_CASE("a file of another program is left alone", "[store][migrations]") {
    database_folder at;
    at.connect().execute_script("CREATE TABLE theirs (a)");
    CHECK(contains(at.refusal_to_open(), "store.db: is a database of another program"));
    CHECK(tables_of(at.connect()) == "CREATE TABLE theirs (a)\n");

    database_folder text;
    text.folder.write("store.db", std::string(4096, 'x'));
    CHECK(contains(text.refusal_to_open(), "store.db: is not a SQLite database"));
}

TEST_CASE("a step that fails leaves the file as it was", "[store][migrations]") {
    database_folder at;
    auto file = at.connect();
    auto broken = at.world.outside();
    broken.random_bytes = [](std::size_t) -> std::string { throw std::runtime_error{"no random numbers"}; };
    CHECK_THROWS(migrate(file, "store.db", broken));
    CHECK(tables_of(at.connect()).empty());
    CHECK(at.refusal_to_open().empty());
}
