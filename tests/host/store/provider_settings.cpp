#include "store/provider_settings.hpp"

#include "store/opened_store.hpp"
#include "support/catch.hpp"

using namespace host;

namespace {

provider_setting a_setting(const opened_store& at, const std::string& name = "WeCom") {
    return {.tenant_id = at.tenant_id, .provider = "org.example", .name = name, .config = R"({"corp_secret":"s"})"};
}

}  // namespace

TEST_CASE("settings are listed in the order they were made", "[store][provider_settings]") {
    opened_store at;
    const auto other = at.data.tenants.add("Other", "other").value();
    const auto first = at.data.settings.add(a_setting(at, "Zebra")),
               second = at.data.settings.add(a_setting(at, "Ape"));
    auto foreign = a_setting(at, "Foreign");
    foreign.tenant_id = other.id;
    foreign = at.data.settings.add(foreign);

    CHECK(first.id.size() == 36);
    CHECK(first.config == R"({"corp_secret":"s"})");
    CHECK(at.data.settings.find(first.id) == first);
    CHECK(at.data.settings.list(at.tenant_id) == std::vector{first, second});
    CHECK(at.data.settings.list_all() == std::vector{first, second, foreign});
    CHECK_FALSE(at.data.settings.find("nothing"));
}

TEST_CASE("who changes what another changed meanwhile is told, and nothing is lost", "[store][provider_settings]") {
    opened_store at;
    const auto read = at.data.settings.add(a_setting(at));
    auto mine = read, yours = read;
    mine.name = "Mine";
    mine.enabled = false;
    yours.name = "Yours";

    const auto changed = at.data.settings.change(mine).value();
    CHECK(changed.revision > read.revision);
    CHECK(changed.name == "Mine");
    CHECK_FALSE(changed.enabled);
    const auto before = at.data.settings.revision();
    CHECK_FALSE(at.data.settings.change(yours));
    CHECK(at.data.settings.find(read.id) == changed);
    CHECK(at.data.settings.revision() == before);
}

TEST_CASE("every change is seen by its number", "[store][provider_settings]") {
    opened_store at;
    const auto nothing = at.data.settings.revision();
    const auto made = at.data.settings.add(a_setting(at));
    const auto with_one = at.data.settings.revision();
    at.data.settings.change(made);
    const auto changed = at.data.settings.revision();
    CHECK(at.data.settings.remove(made.id));
    const auto removed = at.data.settings.revision();
    CHECK_FALSE(at.data.settings.remove(made.id));
    CHECK(nothing < with_one);
    CHECK(with_one < changed);
    CHECK(changed < removed);
    CHECK(at.data.settings.revision() == removed);
}

TEST_CASE("the bindings of a setting outlive it", "[store][provider_settings]") {
    opened_store at;
    const auto setting = at.data.settings.add(a_setting(at));
    auto wanted = at.a_binding(at.add_user("zhang"), "ZhangSan");
    wanted.provider_id = setting.id;
    at.data.bindings.add(wanted);
    at.data.settings.remove(setting.id);
    CHECK(at.data.bindings.find(at.tenant_id, "wecom:ww1", "ZhangSan")->provider_id == setting.id);
    CHECK(at.data.bindings.count_through(setting.id) == 1);
}

TEST_CASE("a configuration that was moved to another row does not open, and hides no other",
          "[store][provider_settings]") {
    opened_store at;
    const auto one = at.data.settings.add(a_setting(at)), two = at.data.settings.add(a_setting(at));
    {
        writer forger{at.data.data};
        forger->execute(
            "UPDATE provider_settings SET sealed_config = "
            "(SELECT sealed_config FROM provider_settings WHERE id = ?)",
            one.id);
        forger.commit();
    }
    CHECK(at.data.settings.find(one.id)->config == one.config);
    CHECK(at.data.settings.find(two.id)->config.empty());
    CHECK(at.data.settings.list(at.tenant_id).size() == 2);
}
