#include "providers/provider_library.hpp"

#include "config_file.hpp"
#include "support/catch.hpp"
#include "surroundings.hpp"

using namespace host;
namespace fs = std::filesystem;

namespace {

// A folder with copies of the minimal provider, each with a manifest.
struct plugin_folder : temporary_folder {
    void add(const std::string& name, const std::string& manifest) const {
        fs::copy_file(GOOD_MINIMAL, path() / (name + ".so"));
        write(name + ".idp.json", manifest);
    }
};

std::string manifest_of(const std::string& id, int major = 1, int min_host_minor = 0) {
    return R"({"id": ")" + id + R"(", "abi": {"major": )" + std::to_string(major) +
           R"(, "minor": 0, "min_host_minor": )" + std::to_string(min_host_minor) + "}}";
}

}  // namespace

TEST_CASE("a manifest says what a library is", "[provider_library]") {
    const auto parsed = parse_manifest(manifest_of("org.example.x", 1, 2), "m");
    CHECK(parsed.id == "org.example.x");
    CHECK(parsed.abi_major == 1);
    CHECK(parsed.min_host_minor == 2);
}

TEST_CASE("a wrong manifest is refused with its name and the place in it", "[provider_library]") {
    CHECK_THROWS_WITH(parse_manifest("[", "m"), Catch::Matchers::StartsWith("m: is not JSON"));
    CHECK_THROWS_WITH(parse_manifest("[]", "m"), "m: /id: has to be there, a text");
    CHECK_THROWS_WITH(parse_manifest(R"({"id": 1})", "m"), "m: /id: has to be there, a text");
    CHECK_THROWS_WITH(parse_manifest(R"({"id": "x"})", "m"), "m: /abi/major: has to be there, a number");
    CHECK_THROWS_WITH(parse_manifest(R"({"id": "x", "abi": {"major": 1, "min_host_minor": -1}})", "m"),
                      "m: /abi/min_host_minor: has to be there, a number");
}

TEST_CASE("the providers of a folder are those that have a manifest", "[provider_library]") {
    const auto library = provider_library::open(fs::path{GOOD_MINIMAL}.parent_path());
    REQUIRE(library.find("org.idpplugin.minimal"));
    CHECK(library.find("org.idpplugin.minimal")->descriptor().name == std::string{"Minimal example"});
    CHECK_FALSE(library.find("org.idpplugin"));

    const plugin_folder folder;
    fs::copy_file(GOOD_MINIMAL, folder.path() / "bare.so");
    CHECK(provider_library::open(folder.path()).providers().empty());
}

TEST_CASE("what cannot be used is left out with a sentence, and the rest is loaded", "[provider_library]") {
    const plugin_folder folder;
    folder.add("a", manifest_of("org.idpplugin.minimal"));
    folder.add("b", manifest_of("org.idpplugin.minimal"));
    folder.add("c", manifest_of("org.example.other"));
    folder.add("d", manifest_of("org.example.d", 2));
    folder.add("e", manifest_of("org.example.e", 1, 99));
    folder.add("f", "nonsense");
    folder.add("g", manifest_of("org.example.g"));
    fs::permissions(folder.path() / "g.so", fs::perms::group_write, fs::perm_options::add);
    std::ofstream{folder.path() / "h.so"} << "no library";
    folder.write("h.idp.json", manifest_of("org.example.h"));

    const auto library = provider_library::open(folder.path());
    CHECK(library.providers().size() == 1);
    const std::vector<std::string> sentences{
        "is there already", "its manifest says org.example.other", "needs host ABI 2.0", "needs host ABI 1.99",
        "is not JSON",      "writable by group or others",         "cannot be loaded"};
    REQUIRE(library.problems().size() == sentences.size());
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        INFO(library.problems()[i]);
        CHECK(library.problems()[i].find(sentences[i]) != std::string::npos);
    }
}

TEST_CASE("a folder that is not there is an error", "[provider_library]") {
    CHECK_THROWS_AS(provider_library::open("/nowhere"), idp::load_error);
}
