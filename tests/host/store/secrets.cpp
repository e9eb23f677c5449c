#include "store/opened_store.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace host;
namespace fs = std::filesystem;

namespace {

// Every byte of the folder but the key: the database, its log and its index.
std::string everything_in(const fs::path& folder) {
    std::string out;
    for (const auto& entry : fs::directory_iterator{folder}) {
        if (entry.path().extension() == ".key") continue;
        std::ifstream in{entry.path(), std::ios::binary};
        out.append(std::istreambuf_iterator<char>{in}, {});
    }
    return out;
}

}  // namespace

TEST_CASE("T33: no secret is in the files of the database", "[store][secrets]") {
    opened_store at;
    const auto zhang = at.add_user("visible user");
    at.data.users.set_password(zhang.id, "canary password", false);
    const auto one_time_password = at.data.users.make_one_time_password(zhang.id);
    const auto session = at.sign_in(zhang);
    const auto token = at.data.tokens.issue(zhang.id, "", at.now()).value();
    auto setting =
        at.data.settings.add({.tenant_id = at.tenant_id, .config = R"({"corp_secret":"canary-corp-secret"})"});
    setting.config = R"({"corp_secret":"canary-changed-secret"})";
    at.data.settings.change(setting);
    at.data.one_time.put("canary record key", "canary record value", at.now() + std::chrono::minutes{5});

    const auto bytes = everything_in(at.folder.path());
    REQUIRE(bytes.find("visible user") != std::string::npos);
    CHECK(bytes.find("canary") == std::string::npos);
    for (const auto& secret :
         {one_time_password, session.token, session.opened.csrf_token, token, at.data.keys.derive("store")})
        CHECK(bytes.find(secret) == std::string::npos);
}

TEST_CASE("T33: the files of the store are their owner's alone", "[store][secrets]") {
    opened_store at;
    at.add_user("zhang");
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{at.folder.path()}) {
        names.push_back(entry.path().filename());
        CHECK((entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
    }
    std::sort(names.begin(), names.end());
    CHECK(names == std::vector<std::string>{"store.db", "store.db-shm", "store.db-wal", "store.db.key"});
}
