#include "store/database.hpp"

#include "config_file.hpp"
#include "store/failing_disk.hpp"
#include "store/opened_store.hpp"
#include "store/refusal.hpp"
#include "support/catch.hpp"

#include <latch>

using namespace host;
namespace fs = std::filesystem;

namespace {

bool is_sound(const fs::path& file) {
    connection at{file, connection::use::reading};
    auto row = at.query("PRAGMA integrity_check");
    return row.step() && row.text(0) == "ok" && !row.step();
}

}  // namespace

TEST_CASE("F80: a full disk refuses a binding at any moment, whole and clearly", "[store][database]") {
    failing_disk disk;
    opened_store at;
    for (int writes = 0;; ++writes) {
        const auto who = at.add_user("user" + std::to_string(writes));
        disk.full_after(writes);
        const auto said = refusal<store_error>([&] { at.data.bindings.add(at.a_binding(who, who.name)); });
        disk.heal();
        const auto there = at.data.bindings.find(at.tenant_id, "wecom:ww1", who.name);
        REQUIRE(there.has_value() == said.empty());
        if (said.empty()) break;
        CHECK(said == at.file.string() + ": the disk is full: nothing was changed; make room on it");
        REQUIRE(at.data.bindings.add(at.a_binding(who, who.name)) == bind_result::bound);
    }
    CHECK(at.data.bindings.find(at.tenant_id, "wecom:ww1", "user1"));  // at least two moments were tried
    CHECK(is_sound(at.file));
}

TEST_CASE("F80: while the disk is full nobody gets a session, and those who have one keep it", "[store][database]") {
    failing_disk disk;
    opened_store at;
    const auto zhang = at.add_user("zhang");
    const auto session = at.sign_in(zhang);
    disk.full_after(0);
    CHECK(contains(refusal<store_error>([&] { at.sign_in(zhang); }), "the disk is full"));
    CHECK(at.data.sessions.find(session.token, at.now()));
    disk.heal();
    CHECK(at.data.sessions.close_expired(at.now() + std::chrono::hours{9}) == 1);
}

TEST_CASE("F80: a disk that does not keep what it was given refuses the change", "[store][database]") {
    failing_disk disk;
    opened_store at;
    const auto zhang = at.add_user("zhang");
    disk.broken_after(0);
    CHECK(contains(refusal<store_error>([&] { at.data.bindings.add(at.a_binding(zhang, "ZhangSan")); }),
                   "the disk refused to read or write"));
    disk.heal();
    CHECK_FALSE(at.data.bindings.find(at.tenant_id, "wecom:ww1", "ZhangSan"));
    CHECK(at.data.bindings.add(at.a_binding(zhang, "ZhangSan")) == bind_result::bound);
}

TEST_CASE("F80: a disk that is full from the start is told as such", "[store][database]") {
    failing_disk disk;
    temporary_folder folder;
    made_up_world world;
    const auto file = folder.path() / "store.db";
    for (int writes = 0;; ++writes) {
        disk.full_after(writes);
        const auto said = refusal<config_error>([&] { store{file, world.outside()}; });
        if (said.empty()) break;
        CHECK(contains(said, "the disk is full"));
    }
    disk.heal();
    store opened{file, world.outside()};
    CHECK(opened.tenants.list().size() == 1);
}

TEST_CASE("F80: a damaged file is told as such, with what to do", "[store][database]") {
    opened_store at;
    at.add_user("zhang");
    connection{at.file, connection::use::writing}.execute_script("PRAGMA wal_checkpoint(TRUNCATE)");
    std::fstream{at.file, std::ios::in | std::ios::out | std::ios::binary}.seekp(100)
        << std::string(fs::file_size(at.file) - 100, 'x');
    CHECK(contains(refusal<config_error>([&] { store{at.file, at.world.outside()}; }), "restore the last backup"));
}

TEST_CASE("F80: who waits too long for another process is told", "[store][database]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    connection other{at.file, connection::use::writing};
    other.execute("BEGIN IMMEDIATE");
    CHECK(contains(refusal<store_error>([&] { at.sign_in(zhang); }), "another process kept it locked for 5 seconds"));
    CHECK(at.data.users.find(zhang.id));
    other.execute("ROLLBACK");
    CHECK_NOTHROW(at.sign_in(zhang));
}

TEST_CASE("readers wait for no writer", "[store][database]") {
    opened_store at;
    const auto zhang = at.add_user("zhang");
    writer change{at.data.data};
    change->execute("UPDATE users SET name = 'li'");
    std::latch all{4};
    at_once(4, [&](std::size_t) {
        reader held{at.data.data};
        all.arrive_and_wait();  // four at a time
    });
    CHECK(at.data.users.find(zhang.id)->name == "zhang");
    change.commit();
    CHECK(at.data.users.find(zhang.id)->name == "li");
}

TEST_CASE("a change that is not committed did not happen", "[store][database]") {
    opened_store at;
    {
        writer change{at.data.data};
        change->execute("UPDATE tenants SET slug = 'changed'");
    }
    CHECK(at.data.tenants.first().slug == "default");
}

TEST_CASE("a reader cannot write", "[store][database]") {
    opened_store at;
    reader look{at.data.data};
    CHECK_THROWS_AS(look->execute("UPDATE tenants SET slug = 'changed'"), store_error);
}

TEST_CASE("a folder that is not there is told", "[store][database]") {
    made_up_world world;
    CHECK(contains(refusal<config_error>([&] {
                       database{"/nowhere/store.db", world.outside()};
                   }),
                   "/nowhere/store.db: cannot be made: No such file or directory"));
}
