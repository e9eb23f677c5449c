// The host side of idp_plugin.hpp: which files are opened as a provider, and what a refusal says.

#include "idp_plugin.hpp"
#include "support/catch.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;

namespace {

// A copy of a library, for the test to spoil.
struct copied_library {
    fs::path directory, file;

    copied_library() {
        std::string name = (fs::temp_directory_path() / "idp-loading-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()));
        directory = name;
        file = directory / "copy.so";
        fs::copy_file(GOOD_MINIMAL, file);
        fs::permissions(file, fs::perms{0644});
    }
    ~copied_library() { fs::remove_all(directory); }
};

std::string refusal(const fs::path& file) {
    try {
        idp::provider::open(file);
        return "opened";
    } catch (const idp::load_error& why) {
        return why.what();
    }
}

bool says(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a provider is opened, and says who it is", "[loading]") {
    const auto provider = idp::provider::open(GOOD_MINIMAL);
    CHECK(provider.descriptor().id == std::string{"org.idpplugin.minimal"});
    CHECK(provider.table().min_host_minor <= IDP_ABI_MINOR);
}

TEST_CASE_METHOD(copied_library, "a library that others may write is refused", "[loading]") {
    CHECK(refusal(file) == "opened");
    const auto writable = GENERATE(fs::perms::group_write, fs::perms::others_write);
    fs::permissions(file, writable, fs::perm_options::add);
    CHECK(says(refusal(file), "chmod go-w"));
}

TEST_CASE_METHOD(copied_library, "a library of somebody else is refused", "[loading]") {
    if (::geteuid() != 0) return;  // only root can give a file away
    REQUIRE(::chown(file.c_str(), 65534, 65534) == 0);
    CHECK(says(refusal(file), "owned by somebody else"));
}

TEST_CASE_METHOD(copied_library, "what is no provider is refused by name and reason", "[loading]") {
    CHECK(says(refusal("relative.so"), "not an absolute path"));
    CHECK(says(refusal(directory / "absent.so"), "No such file"));
    CHECK(says(refusal(directory), "not a regular file"));
    std::ofstream{directory / "text.so"} << "text";
    CHECK(says(refusal(directory / "text.so"), "cannot be loaded"));
}

TEST_CASE("a library whose table cannot be used is refused", "[loading]") {
    CHECK(says(refusal(BAD_NO_ENTRY), "no idp_plugin_entry_v1"));
    CHECK(says(refusal(BAD_SHORT_TABLE), "incomplete"));
    CHECK(says(refusal(BAD_SHORT_DESCRIPTOR), "incomplete"));
    CHECK(says(refusal(BAD_NEWER_HOST), "needs host ABI 1.99, this is 1.0"));
    CHECK(says(refusal(BAD_CRITICAL), "feature this host does not know"));
}

TEST_CASE("an instance that could not be made is empty, and the error says why", "[loading]") {
    const auto provider = idp::provider::open(GOOD_MINIMAL);
    auto err = idp::make_error();
    const idp::instance none{provider, idp_host_v1{}, idp_create_request{}, err};
    CHECK_FALSE(none);
    CHECK(err.reason == std::string{"struct_size"});
}
