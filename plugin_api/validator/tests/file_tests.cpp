#include "validator/elf.hpp"
#include "validator/tests/sections.hpp"
#include "validator/trial.hpp"

#include <algorithm>
#include <array>

namespace validator {
namespace {

elf_file file_of(const trial& t) {
    try {
        return elf_file::read(t.library);
    } catch (const std::runtime_error& why) {
        throw violation{t.library.string() + ": " + why.what()};
    }
}

// "idp_plugin_entry_v2" may stand beside ours while a provider moves to the next major.
bool is_entry(std::string_view name) {
    constexpr std::string_view stem = "idp_plugin_entry_v";
    return name.starts_with(stem) && name.size() > stem.size() &&
           name.find_first_not_of("0123456789", stem.size()) == name.npos;
}

void one_symbol(trial& t) {
    const auto exports = file_of(t).exports();
    for (const auto& symbol : exports) {
        expect(is_entry(symbol.name), "the library exports " + symbol.name +
                                          ". It exports idp_plugin_entry_v1 and nothing else: link it with "
                                          "--version-script and --exclude-libs,ALL.");
        expect(symbol.binding == STB_GLOBAL && symbol.type == STT_FUNC,
               symbol.name + " is exported, but not as an ordinary function (weak or unique symbols may be replaced).");
    }
    expect(std::any_of(exports.begin(), exports.end(), [](auto& symbol) { return symbol.name == IDP_PLUGIN_ENTRY_V1; }),
           "the library does not export " IDP_PLUGIN_ENTRY_V1 ". By that function hosts recognise a provider.");
}

void elf_flags(trial& t) {
    const auto file = file_of(t);
    const auto flags = file.dynamic_value(DT_FLAGS), flags_1 = file.dynamic_value(DT_FLAGS_1);
    const auto* stack = file.segment(PT_GNU_STACK);
    const std::pair<bool, const char*> faults[] = {
        {!(flags & DF_BIND_NOW) && !(flags_1 & DF_1_NOW) && !file.has_dynamic(DT_BIND_NOW),
         "symbols are bound lazily, at some call of a login. Link with -z now."},
        {!file.segment(PT_GNU_RELRO), "the relocated data stays writable. Link with -z relro."},
        {!(flags_1 & DF_1_NODELETE),
         "dlclose could unmap it, with code that other threads still need. Link with -z nodelete."},
        {file.has_dynamic(DT_TEXTREL) || (flags & DF_TEXTREL),
         "its code is changed when it is loaded. Compile with -fPIC."},
        {(flags & DF_STATIC_TLS) != 0,
         "it wants static thread-local storage, of which a host that runs may have none left. Compile with -fPIC and "
         "without -ftls-model=initial-exec."},
        {!stack || (stack->p_flags & PF_X), "it makes the stacks of the process executable. Link with -z noexecstack."},
        {file.has_dynamic(DT_RPATH) || file.has_dynamic(DT_RUNPATH),
         "it looks for libraries in a path of its own (RPATH or RUNPATH). Link without -rpath."},
    };
    for (const auto& [is_so, sentence] : faults)
        expect(!is_so, std::string{"the library's ELF header is not as a plugin's: "} + sentence);
}

// Of every host that this project knows of; sanitizers are for those who use them.
constexpr std::array everywhere{"libc.so.6",
                                "libm.so.6",
                                "libdl.so.2",
                                "libpthread.so.0",
                                "librt.so.1",
                                "ld-linux-x86-64.so.2",
                                "ld-linux-aarch64.so.1",
                                "libstdc++.so.6",
                                "libgcc_s.so.1",
                                "libssl.so.3",
                                "libcrypto.so.3",
                                "libcares.so.2"};

void needed_libraries(trial& t) {
    for (const auto& name : file_of(t).needed())
        if (std::find(everywhere.begin(), everywhere.end(), name) == everywhere.end() && !name.ends_with("san.so") &&
            name.find("san.so.") == name.npos)
            t.warn("the library needs " + name +
                   ": a host without it cannot load the provider, and one with another version of it may break");
}

}  // namespace

section file_tests() {
    static constexpr contract_test tests[] = {
        {"one-symbol", "The library exports its entry and nothing else.", "R1", needs::nothing, one_symbol},
        {"elf-flags", "The library is hardened, and is never unmapped.", "R24", needs::nothing, elf_flags},
        {"needed-libraries", "The library needs only libraries that hosts have.", "R22", needs::nothing,
         needed_libraries},
    };
    return tests;
}

}  // namespace validator
