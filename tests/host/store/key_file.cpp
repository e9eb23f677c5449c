#include "store/key_file.hpp"

#include "config_file.hpp"
#include "store/opened_store.hpp"
#include "store/refusal.hpp"
#include "support/catch.hpp"

#include <sys/stat.h>
#include <unistd.h>

using namespace host;
namespace fs = std::filesystem;

namespace {

struct key_folder {
    temporary_folder folder;
    made_up_world world;
    fs::path file = folder.path() / "store.db.key";

    key_file open() { return {file, world.outside()}; }
    std::string refusal_to_open() {
        return refusal<config_error>([this] { open(); });
    }
    void write(const std::string& content, ::mode_t mode) {
        folder.write("store.db.key", content);
        ::chmod(file.c_str(), mode);
    }
};

}  // namespace

TEST_CASE("the key file is made once, for its owner alone", "[store][key_file]") {
    key_folder at;
    const auto key = at.open().derive("store");
    struct stat found {};
    REQUIRE(::stat(at.file.c_str(), &found) == 0);
    CHECK((found.st_mode & 07777) == 0600);
    CHECK(found.st_size == 32);
    CHECK(found.st_nlink == 1);
    CHECK(std::distance(fs::directory_iterator{at.folder.path()}, {}) == 1);
    CHECK(at.open().derive("store") == key);
}

TEST_CASE("every use has a key of its own", "[store][key_file]") {
    key_folder at;
    at.write(std::string(32, '\x0b'), 0600);
    const auto keys = at.open();
    CHECK(keys.derive("one").size() == 32);
    CHECK(keys.derive("one") != keys.derive("two"));
}

TEST_CASE("a sealed value opens for what it is about, unchanged", "[store][key_file]") {
    key_folder at, other;
    const auto keys = at.open();
    const auto sealed = keys.seal("secret", "row 1");
    CHECK(keys.open(sealed, "row 1") == "secret");
    CHECK(keys.open(keys.seal("", ""), "") == "");
    CHECK(keys.seal("secret", "row 1") != sealed);
    CHECK_FALSE(keys.open(sealed, "row 2"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] ^= 1;
        CHECK_FALSE(keys.open(changed, "row 1"));
        CHECK_FALSE(keys.open(sealed.substr(0, i), "row 1"));
    }
    other.write(std::string(32, 'x'), 0600);
    CHECK_FALSE(other.open().open(sealed, "row 1"));
}

TEST_CASE("a key file that others may read is refused", "[store][key_file]") {
    key_folder at;
    for (const ::mode_t mode : {0640, 0604, 0660, 0620}) {
        at.write(std::string(32, 'x'), mode);
        CHECK(contains(at.refusal_to_open(), "store.db.key: may be read by others: chmod 600"));
    }
}

TEST_CASE("a key file of another user is refused", "[store][key_file]") {
    if (::geteuid() != 0) return;  // only root can give a file away
    key_folder at;
    at.write(std::string(32, 'x'), 0600);
    REQUIRE(::chown(at.file.c_str(), 12345, 12345) == 0);
    CHECK(contains(at.refusal_to_open(), "has to belong to the user that runs this program"));
}

TEST_CASE("a key file that was cut short is refused, and not replaced", "[store][key_file]") {
    key_folder at;
    for (const std::size_t size : {0, 31, 33}) {
        at.write(std::string(size, 'x'), 0600);
        CHECK(contains(at.refusal_to_open(), "has to hold 32 bytes and holds " + std::to_string(size)));
        CHECK(fs::file_size(at.file) == size);
    }
}

TEST_CASE("a link, a folder or a pipe is no key file", "[store][key_file]") {
    key_folder at;
    fs::create_symlink(at.folder.write("real", std::string(32, 'x')), at.file);
    CHECK(contains(at.refusal_to_open(), "is a symbolic link"));
    fs::remove(at.file);
    fs::create_directory(at.file);
    CHECK(contains(at.refusal_to_open(), "has to be a regular file"));
    fs::remove(at.file);
    REQUIRE(::mkfifo(at.file.c_str(), 0600) == 0);
    CHECK(contains(at.refusal_to_open(), "has to be a regular file"));
}

TEST_CASE("a key file that cannot be made says where", "[store][key_file]") {
    made_up_world world;
    CHECK(contains(refusal<config_error>([&] {
                       key_file{"/nowhere/store.db.key", world.outside()};
                   }),
                   "/nowhere/store.db.key.new-"));
}

TEST_CASE("a key that is missing beside its database is not made anew", "[store][key_file]") {
    opened_store at;
    const fs::path key = at.file.string() + ".key";
    const auto open_again = [&] { store{at.file, at.world.outside()}; };
    CHECK(refusal<config_error>(open_again).empty());
    fs::rename(key, at.folder.path() / "elsewhere");
    CHECK(refusal<config_error>(open_again) ==
          key.string() + ": is missing beside the existing database " + at.file.string() +
              ": restore it from the backup, which has to hold both files; without it the secrets of the database are "
              "lost");
    CHECK_FALSE(fs::exists(key));
}

TEST_CASE("the key of another database is refused at the start", "[store][key_file]") {
    opened_store at;
    { std::ofstream{at.file.string() + ".key", std::ios::binary} << std::string(32, 'x'); }
    CHECK(contains(refusal<config_error>([&] {
                       store{at.file, at.world.outside()};
                   }),
                   "store.db.key: is not the key of " + at.file.string()));
}
