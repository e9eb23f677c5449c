#include "validator/elf.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace validator;

namespace {

const elf_file& good() {
    static const auto file = elf_file::read(GOOD_MINIMAL);
    return file;
}

}  // namespace

TEST_CASE("a provider exports its entry, and needs libc", "[elf]") {
    const auto exports = good().exports();
    REQUIRE(exports.size() == 1);
    CHECK(exports[0].name == "idp_plugin_entry_v1");
    CHECK(exports[0].binding == STB_GLOBAL);
    CHECK(exports[0].type == STT_FUNC);
    const auto needed = good().needed();
    CHECK(std::find(needed.begin(), needed.end(), "libc.so.6") != needed.end());
}

TEST_CASE("a provider is bound now, and never unmapped", "[elf]") {
    CHECK((good().dynamic_value(DT_FLAGS_1) & DF_1_NODELETE) != 0);
    CHECK((good().dynamic_value(DT_FLAGS_1) & DF_1_NOW) != 0);
    CHECK(good().segment(PT_GNU_RELRO) != nullptr);
    CHECK(good().segment(PT_INTERP) == nullptr);
    CHECK_FALSE(good().has_dynamic(DT_TEXTREL));
}

TEST_CASE("a file says for which machine and which glibc it is", "[elf]") {
    CHECK((good().architecture() == "x86_64" || good().architecture() == "aarch64"));
    CHECK(good().min_glibc().substr(0, 2) == "2.");
}

TEST_CASE("what is no ELF file is refused, wherever it is cut off", "[elf]") {
    CHECK_THROWS_AS(elf_file{""}, std::runtime_error);
    CHECK_THROWS_AS(elf_file{std::string(4096, 'x')}, std::runtime_error);
    CHECK_THROWS_AS(elf_file::read("/no/such/file"), std::runtime_error);
    const auto& whole = good().bytes();
    for (std::size_t size = 0; size < whole.size(); size += whole.size() / 50)
        CHECK_THROWS_AS(elf_file{whole.substr(0, size)}, std::runtime_error);
}
