#include "providers/provider_registry.hpp"

#include "store/store.hpp"
#include "support/catch.hpp"
#include "surroundings.hpp"

#include <barrier>
#include <sstream>
#include <thread>

using namespace host;

namespace {

// What processes that serve the same file have in common.
struct deployment {
    temporary_folder folder;
    made_up_world world;
    std::ostringstream lines;
    event_log log{lines, log_level::trace, world.outside().now};
    public_url base{"https://id.example.com", true};
    host_services services{log, world.outside().now};
    provider_library library;

    explicit deployment(const char* provider = GOOD_MINIMAL)
        : library{provider_library::open(std::filesystem::path{provider}.parent_path())} {}
};

struct process {
    store data;
    provider_registry providers;

    explicit process(deployment& of, const std::string& network = "")
        : data{of.folder.path() / "host.db", of.world.outside()}, providers{of.library, of.services, data,
                                                                            of.base,    network,     of.log} {}

    provider_setting minimal(const std::string& users = "alice") const {
        return {"", data.tenants.first().id, "org.idpplugin.minimal", "Minimal", R"({"users": ")" + users + "\"}", true,
                0};
    }
};

// Each step asks the registry anew, as the requests of a browser do.
std::string name_after_login(const provider_registry& providers, const std::string& id) {
    const auto begun = providers.find(id)->instance->start({});
    if (!begun) return begun.error().reason;
    const auto query = begun->location.substr(begun->location.find('?') + 1);
    const auto granted =
        providers.find(id)->instance->handle_callback({.query = query, .transactions = {&begun->transaction, 1}});
    if (!granted) return granted.error().reason;
    const auto who = providers.find(id)->instance->resolve(granted->token, "en");
    return who ? who->subject : who.error().reason;
}

}  // namespace

TEST_CASE("a saved provider serves logins at once, at a callback of its own", "[provider_registry]") {
    deployment company;
    process here{company};
    const auto saved = here.providers.save(here.minimal());
    REQUIRE(saved.has_value());
    CHECK(here.providers.find(saved->id)->instance->path() == "/api/v1/idp/org_idpplugin_minimal/" + saved->id);
    CHECK(name_after_login(here.providers, saved->id) == "alice");
    CHECK(here.providers.find(saved->id)->setting.config.empty());
    CHECK(here.providers.list(saved->tenant_id).size() == 1);
    CHECK(here.providers.list("another tenant").empty());
}

TEST_CASE("a new provider keeps the id that it brings", "[provider_registry]") {
    deployment company;
    process here{company};
    auto wanted = here.minimal();
    wanted.id = "from-a-file";
    CHECK(here.providers.save(wanted)->id == "from-a-file");
    CHECK(here.providers.find("from-a-file")->instance->path() == "/api/v1/idp/org_idpplugin_minimal/from-a-file");
}

TEST_CASE("what is saved is there after a restart, with logins under way", "[provider_registry]") {
    deployment company;
    std::string id, query, transaction;
    {
        process before{company};
        id = before.providers.save(before.minimal())->id;
        const auto begun = *before.providers.find(id)->instance->start({});
        query = begun.location.substr(begun.location.find('?') + 1);
        transaction = begun.transaction;
    }
    process after{company};
    CHECK(after.providers.find(id)
              ->instance->handle_callback({.query = query, .transactions = {&transaction, 1}})
              .has_value());
}

TEST_CASE("a configuration that the provider refuses changes nothing", "[provider_registry]") {
    deployment company;
    process here{company};
    auto refused = here.minimal();
    refused.config = "{}";
    CHECK(here.providers.save(refused).error().status == IDP_E_CONFIG);
    CHECK(here.data.settings.list_all().empty());

    auto kept = *here.providers.save(here.minimal());
    kept.config = "{}";
    CHECK(here.providers.save(kept).error().status == IDP_E_CONFIG);
    CHECK(name_after_login(here.providers, kept.id) == "alice");
    CHECK_FALSE(here.providers.check(kept.provider, "{}", "en").empty());
    CHECK(here.providers.check(kept.provider, here.minimal().config, "en").empty());
}

TEST_CASE("of two administrators who read the same, the second is told", "[provider_registry]") {
    deployment company;
    process here{company};
    auto first = *here.providers.save(here.minimal());
    auto second = first;
    first.name = "First";
    second.name = "Second";
    CHECK(here.providers.save(first)->revision > first.revision);
    CHECK(std::string{here.providers.save(second).error().reason} == "conflict");
    CHECK(here.providers.find(first.id)->setting.name == "First");

    CHECK(here.providers.remove(first.id));
    CHECK(std::string{here.providers.save(second).error().reason} == "gone");
    CHECK_FALSE(here.providers.remove(first.id));
}

TEST_CASE("a row that cannot be used is a problem of its own", "[provider_registry]") {
    deployment company;
    process here{company};
    const auto good = here.providers.save(here.minimal());
    auto row = here.minimal();
    row.provider = "org.absent";
    const auto absent = here.data.settings.add(row).id;
    row.provider = "org.idpplugin.minimal";
    row.config = R"({"users": 7, "secret": "canary-canary"})";
    const auto broken = here.data.settings.add(row).id;

    row.config.clear();
    const auto sealed = here.data.settings.add(row).id;

    const process restarted{company};
    CHECK(name_after_login(restarted.providers, good->id) == "alice");
    CHECK(std::string{restarted.providers.find(absent)->problem->reason} == "unknown_provider");
    CHECK(restarted.providers.find(broken)->problem->status == IDP_E_CONFIG);
    CHECK(restarted.providers.find(broken)->instance == nullptr);
    CHECK(std::string{restarted.providers.find(sealed)->problem->reason} == "unreadable");
    CHECK(company.lines.str().find("provider_problem provider=" + broken) != std::string::npos);
    CHECK(company.lines.str().find("canary") == std::string::npos);
}

TEST_CASE("a disabled provider is kept and serves nobody", "[provider_registry]") {
    deployment company;
    process here{company};
    const auto id = here.providers.save(here.minimal())->id;
    CHECK(here.providers.set_enabled(id, false).has_value());
    CHECK(here.providers.find(id)->instance == nullptr);
    CHECK_FALSE(here.providers.find(id)->problem.has_value());
    CHECK(here.providers.set_enabled(id, true).has_value());
    CHECK(name_after_login(here.providers, id) == "alice");
    CHECK(std::string{here.providers.set_enabled("unknown", true).error().reason} == "gone");

    CHECK(here.providers.remove(id));
    CHECK(here.providers.find(id) == nullptr);
}

TEST_CASE("a provider that does not work can be disabled, and is not enabled before it does", "[provider_registry]") {
    deployment company;
    process here{company};
    auto row = here.minimal();
    row.config = "{}";
    const auto id = here.data.settings.add(row).id;
    here.providers.refresh();
    REQUIRE(here.providers.find(id)->problem.has_value());
    CHECK(here.providers.set_enabled(id, false).has_value());
    CHECK(here.providers.set_enabled(id, true).error().status == IDP_E_CONFIG);
    CHECK_FALSE(here.providers.find(id)->setting.enabled);
}

TEST_CASE("what another process changed is taken over", "[provider_registry]") {
    deployment company;
    process here{company}, there{company};
    auto saved = *there.providers.save(there.minimal());
    CHECK(here.providers.find(saved.id) == nullptr);
    here.providers.refresh();
    CHECK(name_after_login(here.providers, saved.id) == "alice");

    const auto before = here.providers.find(saved.id);
    here.providers.refresh();
    CHECK(here.providers.find(saved.id) == before);

    saved.config = here.minimal("bob").config;
    REQUIRE(there.providers.save(saved).has_value());
    here.providers.refresh();
    CHECK(name_after_login(here.providers, saved.id) == "bob");
    CHECK(there.providers.remove(saved.id));
    here.providers.refresh();
    CHECK(here.providers.find(saved.id) == nullptr);
}

TEST_CASE("no login is lost while an administrator changes the configuration", "[provider_registry]") {
    constexpr int people = 4, changes = 20, logins = 5;
    deployment company;
    process here{company};
    auto current = *here.providers.save(here.minimal());
    std::atomic<int> arrived{0};
    std::barrier together{people + 1};
    std::vector<std::thread> threads;
    for (int i = 0; i < people; ++i)
        threads.emplace_back([&, id = current.id] {
            for (int change = 0; change < changes; ++change) {
                together.arrive_and_wait();
                for (int login = 0; login < logins; ++login)
                    if (name_after_login(here.providers, id) == "alice") ++arrived;
            }
        });
    for (int change = 0; change < changes; ++change) {
        auto wanted = current;
        wanted.config = here.minimal(change % 2 == 0 ? "alice bob" : "alice").config;
        together.arrive_and_wait();
        current.revision = here.providers.save(wanted)->revision;
    }
    for (auto& one : threads)
        one.join();
    CHECK(arrived == people * changes * logins);
}

TEST_CASE("an instance lives as long as a login that began with it", "[provider_registry]") {
    deployment company;
    process here{company};
    auto current = *here.providers.save(here.minimal());
    std::weak_ptr<configured_provider> old;
    {
        const auto mine = here.providers.find(current.id);
        old = mine->instance;
        current.config = here.minimal("bob").config;
        REQUIRE(here.providers.save(current).has_value());
        CHECK(mine->instance->start({}).has_value());
    }
    CHECK(old.expired());
}

TEST_CASE("files of enabled providers are found by their exact path", "[provider_registry]") {
    deployment company{SCRIPTED};
    process here{company};
    auto row = here.minimal();
    row.provider = "org.idpplugin.scripted";
    const auto id = here.providers.save(row)->id;
    CHECK(here.providers.file("/verify_1.txt")->body == "mine");
    CHECK_FALSE(here.providers.file("/verify_1.txt/").has_value());
    CHECK(here.providers.set_enabled(id, false).has_value());
    CHECK_FALSE(here.providers.file("/verify_1.txt").has_value());
}

TEST_CASE("a provider needs a name in one line", "[provider_registry]") {
    deployment company;
    process here{company};
    auto row = here.minimal();
    row.name = GENERATE(as<std::string>{}, "", "two\nlines", std::string(129, 'n'));
    CHECK(std::string{here.providers.save(row).error().reason} == "name");
}

TEST_CASE("an instance can be tried before it is saved", "[provider_registry]") {
    deployment company;
    process here{company};
    CHECK(here.providers.try_out(here.minimal()).has_value());
    auto wrong = here.minimal();
    wrong.config = "{}";
    CHECK(here.providers.try_out(wrong).error().status == IDP_E_CONFIG);
    CHECK(here.data.settings.list_all().empty());
}
