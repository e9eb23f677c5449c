// "idp-host doctor": what an administrator sees before the first person signs in.

#include "doctor.hpp"

#include "e2e/company.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <sstream>

using namespace e2e;

namespace {

// A doctor at the simulated WeCom, by whose clock he lives.
struct practice {
    simulated_wecom wecom;
    std::ostringstream lines, said;

    int examine(const boost::json::object& changes = {}, host::language in = host::language::english) {
        const auto file = std::filesystem::path{wecom.ca_file()}.replace_filename("doctor.json").string();
        std::ofstream{file} << R"({"id": "main", "name": "Acme", "provider": "org.idpplugin.wecom", "config": )"
                            << company::config_text(wecom, changes) << "}";
        const auto seconds = wecom.ask("/clock").at("now").to_number<std::int64_t>();
        const host::ambient outside{.now = [=] { return host::wall_time{std::chrono::seconds{seconds}}; },
                                    .steady_now = {},
                                    .random_bytes = [](std::size_t count) { return std::string(count, 'r'); }};
        host::event_log log{lines, host::log_level::trace, outside.now};
        return host::run_doctor({.plugin = PLUGIN_FILE, .config = file, .in = in}, outside, log, said);
    }
    bool says(std::string_view text) const { return said.str().find(text) != std::string::npos; }
};

}  // namespace

TEST_CASE("the doctor finds nothing where everything is well", "[e2e]") {
    practice at;
    CHECK(at.examine() == 0);
    for (const auto* step : {"config   ok", "resolve  passed", "connect  passed", "tls      passed", "clock    passed",
                             "token    passed", "agent    passed", "Everything passed."})
        CHECK(at.says(step));
}

TEST_CASE("the doctor says what to mend, in the language of the administrator, and no secret [T13]", "[e2e]") {
    practice at;
    constexpr auto secret = "not-the-secret-of-the-app-0123456789-abcdef";
    CHECK(at.examine({{"corpsecret", secret}}, host::language::chinese) == 2);
    CHECK(at.says("token    失败"));
    CHECK(at.says("请应用管理员处理：请从企业微信管理后台的应用详情页重新复制 Secret。"));
    CHECK_FALSE(at.says(secret));
    CHECK(at.lines.str().find(secret) == std::string::npos);
}

TEST_CASE("the doctor reads the configuration before he touches anything", "[e2e]") {
    practice at;
    CHECK(at.examine({{"mode", "fax"}, {"agentid", true}}) == 1);
    CHECK(at.says(": /config/mode: "));
    CHECK(at.says(": /config/agentid: "));
    CHECK_FALSE(at.says("resolve"));
    CHECK(at.wecom.calls("") == 0);
}
