#include "store/child_process.hpp"
#include "store/first_start.hpp"
#include "store/opened_store.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <memory>
#include <random>

using namespace host;

namespace {

// What each of several processes that start at once prints.
std::vector<std::string> said_at_once(std::size_t processes, const std::vector<std::string>& words) {
    std::vector<std::unique_ptr<child_process>> running;
    for (std::size_t i = 0; i < processes; ++i)
        running.push_back(std::make_unique<child_process>(words));
    std::vector<std::string> out;
    for (auto& process : running)
        for (const auto& line : process->lines())
            out.push_back(line);
    return out;
}

struct shared_file {
    temporary_folder folder;
    made_up_world world;
    std::filesystem::path file = folder.path() / "store.db";
    wall_time now = world.outside().now();

    std::unique_ptr<store> open() { return std::make_unique<store>(file, world.outside()); }
};

}  // namespace

TEST_CASE("of eight processes that make the store at once, one makes the administrator", "[store][processes]") {
    shared_file at;
    auto said = said_at_once(8, {STORE_PROCESS, "first-start", at.file});
    REQUIRE(said.size() == 8);
    std::erase(said, "nothing");
    REQUIRE(said.size() == 1);

    const auto opened = at.open();
    REQUIRE(opened->tenants.list().size() == 1);
    REQUIRE(opened->users.list(opened->tenants.first().id).size() == 1);
    const auto admin = opened->users.authenticate(opened->tenants.first().id, "admin", said[0]).value();
    CHECK(admin.is_operator);
    CHECK(admin.is_administrator);
    CHECK(admin.must_change_password);
    CHECK_FALSE(make_first_administrator(*opened));
}

TEST_CASE("of eight processes that put one key at once, one does", "[store][processes]") {
    shared_file at;
    const auto said = said_at_once(8, {STORE_PROCESS, "put-if-absent", at.file, "used:1"});
    CHECK(std::count(said.begin(), said.end(), "put") == 1);
    CHECK(std::count(said.begin(), said.end(), "there") == 7);
}

TEST_CASE("what one process changes, another sees", "[store][processes]") {
    shared_file at;
    const auto here = at.open(), there = at.open();
    const auto tenant_id = here->tenants.first().id;
    const auto zhang = here->users.add({.tenant_id = tenant_id, .name = "zhang"}).value();
    const auto session = here->sessions.open({.user_id = zhang.id}, at.now).value();
    CHECK(there->sessions.find(session.token, at.now)->who == zhang);
    const auto setting = here->settings.add({.tenant_id = tenant_id, .config = "{}"});
    CHECK(there->settings.revision() == setting.revision);
    CHECK(there->settings.find(setting.id) == setting);
    there->users.set_state(zhang.id, user_state::disabled);
    CHECK_FALSE(here->sessions.find(session.token, at.now));
}

namespace {

// Whether what the killed process confirmed last about something is true.
struct confirmed {
    std::string setting_id, name;
    std::size_t notes = 0;

    void check(store& at, const std::string& line, wall_time now) {
        const auto what = line.substr(0, line.find(' ')), value = line.substr(line.find(' ') + 1);
        const auto tenant_id = at.tenants.first().id;
        const bool leaves = value.ends_with("-leaves");
        if (what == "bound" && !leaves) CHECK(at.bindings.find(tenant_id, "i", value));
        if (what == "opened") sessions += at.sessions.find(value, now).has_value();
        if (what == "deleted") {
            ++deleted;
            CHECK(at.users.find(value)->state == user_state::deleted);
            CHECK(at.bindings.list(value).empty());
        }
        if (what == "noted") ++notes;
        if (what == "named") name = value;
        if (what == "setting") setting_id = value;
        opened += what == "opened";
    }
    std::size_t opened = 0, sessions = 0, deleted = 0;
};

// Nothing that belongs together is there by half.
void check_invariants(const std::filesystem::path& file) {
    connection at{file, connection::use::reading};
    auto row = at.query("PRAGMA integrity_check");
    REQUIRE(row.step());
    CHECK(row.text(0) == "ok");
    CHECK_FALSE(at.query("PRAGMA foreign_key_check").step());
    CHECK(at.number("SELECT count(*) FROM users WHERE state = 3 AND (id IN (SELECT user_id FROM sessions) OR id IN "
                    "(SELECT user_id FROM bindings))") == 0);
    CHECK(at.number("SELECT settings_revision - coalesce((SELECT max(revision) FROM provider_settings), 0) "
                    "FROM deployment") == 0);
}

}  // namespace

TEST_CASE("F100: a process that is killed at any moment keeps all that it confirmed", "[store][processes]") {
    shared_file at;
    std::minstd_rand random{20261128};
    std::size_t lines = 0, notes = 0;
    for (int round = 0; round < 200; ++round) {
        CAPTURE(round);
        const std::string from_when = round % 4 == 0 ? "open-and-change" : "change", name = "r" + std::to_string(round);
        const auto life = std::to_string(random() % 80'000);
        const auto said = child_process{{STORE_PROCESS, from_when, at.file, name, life}}.lines();
        lines += said.size();
        if (!std::filesystem::exists(at.file)) continue;

        const auto opened = at.open();
        confirmed last;
        for (const auto& line : said)
            last.check(*opened, line, at.now);
        // One change more may be there than its process lived to say.
        CHECK(last.sessions + last.deleted + 1 >= last.opened);
        const auto all_notes = opened->audit.list(opened->tenants.first().id, "change", 1, 1).total;
        CHECK((all_notes == notes + last.notes || all_notes == notes + last.notes + 1));
        notes = all_notes;
        if (!last.name.empty()) {
            const auto setting = opened->settings.find(last.setting_id).value();
            CHECK(setting.config == "{\"name\":\"" + setting.name + "\"}");
        }
        check_invariants(at.file);
    }
    CHECK(lines > 200);
}
