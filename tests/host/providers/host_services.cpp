#include "providers/host_services.hpp"

#include "idp_plugin.hpp"
#include "support/catch.hpp"

#include <map>
#include <sstream>
#include <stdexcept>

using namespace host;

namespace {

// What a provider logs, as it stands in the host's log.
std::string logged(std::int32_t level, std::string_view text) {
    std::ostringstream out;
    const auto clock = [] { return wall_time{}; };
    event_log log{out, log_level::trace, clock};
    const host_services services{log, clock};
    const idp_log_record record{sizeof record, 0, 3, 1'000, level, 0, idp::str(text)};
    services.table().log(services.table().ctx, &record);
    return out.str();
}

struct store_in_memory final : key_value_store {
    std::map<std::string, std::string, std::less<>> entries;
    std::chrono::milliseconds last_lifetime{0};
    bool fails = false;

    void open() const {
        if (fails) throw std::runtime_error{"out of order"};
    }
    std::optional<std::string> get(std::string_view key) override {
        open();
        const auto at = entries.find(key);
        return at == entries.end() ? std::nullopt : std::optional{at->second};
    }
    void put(std::string_view key, std::string_view value, std::chrono::milliseconds lifetime) override {
        open();
        entries[std::string{key}] = value;
        last_lifetime = lifetime;
    }
    bool put_if_absent(std::string_view key, std::string_view value, std::chrono::milliseconds lifetime) override {
        open();
        last_lifetime = lifetime;
        return entries.emplace(key, value).second;
    }
};

// The store as a provider sees it.
struct offered_store {
    std::ostringstream lines;
    event_log log{lines, log_level::trace, [] { return wall_time{}; }};
    store_in_memory store;
    const host_services services{log, nullptr, &store};
    void* const ctx = services.table().ctx;
    const idp_host_kv_v1& kv = *static_cast<const idp_host_kv_v1*>(services.table().get_extension(ctx, IDP_HOST_KV_V1));

    idp_status put(std::string_view key, std::string_view value) const {
        const auto name = idp::str(key), text = idp::str(value);
        return kv.put(ctx, &name, &text, 900);
    }
    idp_status put_if_absent(std::string_view key, std::string_view value) const {
        const auto name = idp::str(key), text = idp::str(value);
        return kv.put_if_absent(ctx, &name, &text, 900);
    }
    std::optional<std::string> get(std::string_view key) const {
        std::optional<std::string> out;
        const auto name = idp::str(key);
        const auto take = [](void* user, const char* ptr, std::size_t len) {
            static_cast<std::optional<std::string>*>(user)->emplace(ptr, len);
        };
        return kv.get(ctx, &name, take, &out) == IDP_OK ? out : std::nullopt;
    }
};

}  // namespace

TEST_CASE("a provider's log record keeps its own time and level", "[host_services]") {
    CHECK(logged(IDP_LOG_WARNING, "slow answer") ==
          "1970-01-01T00:00:01.000Z warning provider op=3 text=\"slow answer\"\n");
}

TEST_CASE("a broken contract is an error that says whose", "[host_services]") {
    CHECK(logged(IDP_LOG_HOST_MISBEHAVED, "x") == "1970-01-01T00:00:01.000Z error host_misbehaved op=3 text=x\n");
    CHECK(logged(IDP_LOG_PLUGIN_MISBEHAVED, "x") == "1970-01-01T00:00:01.000Z error provider_misbehaved op=3 text=x\n");
}

TEST_CASE("a provider sees the host's clock", "[host_services]") {
    std::ostringstream out;
    event_log log{out, log_level::trace, nullptr};
    const host_services services{log, [] { return wall_time{std::chrono::milliseconds{7'000}}; }};
    CHECK(services.table().wall_clock_ms(services.table().ctx) == 7'000);
}

TEST_CASE("a provider reaches the host's store, if the host has one", "[host_services]") {
    offered_store at;
    CHECK(at.put_if_absent("a", "1") == IDP_OK);
    CHECK(at.put_if_absent("a", "2") == IDP_NO);
    CHECK(at.get("a") == "1");
    CHECK(at.put("a", "3") == IDP_OK);
    CHECK(at.get("a") == "3");
    CHECK_FALSE(at.get("b"));
    CHECK(at.store.last_lifetime == std::chrono::milliseconds{900});
    CHECK(at.services.table().get_extension(at.services.table().ctx, "idp.host.other/1") == nullptr);

    const host_services without{at.log, nullptr};
    CHECK(without.table().get_extension == nullptr);
}

TEST_CASE("a store that fails is told to the provider and the log, and nothing crosses", "[host_services]") {
    offered_store at;
    at.store.fails = true;
    CHECK(at.put("a", "1") == IDP_E_INTERNAL);
    CHECK(at.put_if_absent("a", "1") == IDP_E_INTERNAL);
    CHECK_FALSE(at.get("a"));
    CHECK(at.lines.str().find("store_failed why=\"out of order\"") != std::string::npos);
}
