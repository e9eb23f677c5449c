#include "doctor.hpp"

#include "config_file.hpp"
#include "idp_plugin.hpp"
#include "support/catch.hpp"
#include "surroundings.hpp"

#include <sstream>

using namespace host;

namespace {

struct visit {
    temporary_folder folder;
    made_up_world world;
    std::ostringstream lines, said;
    event_log log{lines, log_level::info, world.outside().now};
    doctor_options options;

    explicit visit(const std::string& config, std::string library = SCRIPTED, const std::string& name = "scripted") {
        options.plugin = std::move(library);
        options.config = folder.write("config.json", R"({"id": "test", "name": "Test", "provider": "org.idpplugin.)" +
                                                         name + R"(", "config": )" + config + "}");
    }
    int run() { return run_doctor(options, world.outside(), log, said); }
    bool says(std::string_view text) const { return said.str().find(text) != std::string::npos; }
};

}  // namespace

TEST_CASE("a connection that is well is told step by step", "[doctor]") {
    visit here{"{}"};
    CHECK(here.run() == 0);
    CHECK(here.said.str() ==
          "config   ok\n"
          "knock    passed (7 ms): 0 ms in en\n"
          "Everything passed.\n");
}

TEST_CASE("a step that failed is followed by its remedy, in the language that was asked for", "[doctor]") {
    visit here{R"({"step": 3, "self_test": 1})"};
    here.options.in = language::chinese;
    CHECK(here.run() == 2);
    CHECK(here.says("knock    失败 (7 ms): 0 ms in zh-CN\n         -> Ring the bell.\n"));
    CHECK(here.says("请处理失败的步骤后重试。"));
}

TEST_CASE("what is wrong with a configuration is told before anything is touched", "[doctor]") {
    visit here{R"({"issue": "no good"})"};
    CHECK(here.run() == 1);
    CHECK(here.said.str() == "config   failed: " + here.options.config + ": /config/issue: no good in en (type)\n");
    CHECK(here.lines.str().empty());
}

TEST_CASE("a provider without a self-test, and one that cannot run it", "[doctor]") {
    visit without{R"({"users": "alice"})", GOOD_MINIMAL, "minimal"};
    CHECK(without.run() == 1);
    CHECK(without.says("this provider has no self-test"));
    CHECK(visit{"{}", GOOD_MINIMAL, "minimal"}.run() == 1);
    CHECK(visit{R"({"self_test": -13})"}.run() == 2);
}

TEST_CASE("files that do not fit are an error that names them", "[doctor]") {
    CHECK_THROWS_AS((visit{"{}", GOOD_MINIMAL, "scripted"}.run()), config_error);
    CHECK_THROWS_AS((visit{"{}", "/nowhere.so"}.run()), idp::load_error);
}
