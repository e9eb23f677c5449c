#include "validator/attentive_host.hpp"

#include "support/catch.hpp"
#include "validator/trial.hpp"

#include <optional>

using namespace validator;

namespace {

// What a provider would do to the host, on a thread that is inside a call unless the test says otherwise.
struct caller {
    explicit caller(store kind = store::none) : host{kind} {}

    attentive_host host;
    std::optional<attentive_host::visit> inside{std::in_place, host};

    void log(std::string_view text, std::int32_t level = IDP_LOG_INFO) {
        idp_log_record record{};
        record.struct_size = sizeof record;
        record.level = level;
        record.text = idp::str(text);
        host.table().log(host.table().ctx, &record);
    }
    const idp_host_kv_v1* kv() {
        return static_cast<const idp_host_kv_v1*>(host.table().get_extension(host.table().ctx, IDP_HOST_KV_V1));
    }
    idp_status put(std::string_view key, std::string_view value, std::uint32_t ttl_ms = 1000) {
        const auto k = idp::str(key), v = idp::str(value);
        return kv()->put(host.table().ctx, &k, &v, ttl_ms);
    }
    idp_status put_if_absent(std::string_view key, std::string_view value) {
        const auto k = idp::str(key), v = idp::str(value);
        return kv()->put_if_absent(host.table().ctx, &k, &v, 1000);
    }
    std::string get(std::string_view key) {
        std::string out;
        const auto k = idp::str(key);
        const auto status = kv()->get(
            host.table().ctx, &k,
            [](void* to, const char* bytes, std::size_t size) { static_cast<std::string*>(to)->assign(bytes, size); },
            &out);
        return status == IDP_OK ? out : "status " + std::to_string(status);
    }
};

}  // namespace

TEST_CASE("calls from inside a call are no breach", "[attentive_host]") {
    caller with{store::working};
    with.log("一行");
    CHECK(with.host.table().wall_clock_ms(with.host.table().ctx) == 1'700'000'000'000);
    with.put("a/key:1", "value");
    CHECK(with.host.breaches().empty());
    CHECK(with.host.calls() == 4);
    REQUIRE(with.host.logs().size() == 1);
    CHECK(with.host.logs()[0].text == "一行");
    CHECK_NOTHROW(with.host.expect_no_breach());
}

TEST_CASE("a call on a thread that is in no call is a breach, told once", "[attentive_host]") {
    caller with;
    std::thread{[&] { with.log("from nowhere"), with.log("again"); }}.join();
    REQUIRE(with.host.breaches().size() == 1);
    CHECK(with.host.breaches()[0].find("log of the host was called on a thread that is in no call") == 0);
    CHECK_THROWS_AS(with.host.expect_no_breach(), violation);
}

TEST_CASE("inside one host is not inside another", "[attentive_host]") {
    caller first;
    attentive_host second;
    second.table().wall_clock_ms(second.table().ctx);
    CHECK(second.breaches().size() == 1);
    CHECK(first.host.breaches().empty());
}

TEST_CASE("visits nest, and the thread is inside until the last has ended", "[attentive_host]") {
    caller with;
    { const attentive_host::visit nested{with.host}; }
    with.log("still inside");
    CHECK(with.host.breaches().empty());
    with.inside.reset();
    with.log("outside");
    CHECK(with.host.breaches().size() == 1);
}

TEST_CASE("after close every call is a breach", "[attentive_host]") {
    caller with;
    with.host.close();
    with.log("too late");
    CHECK(with.host.breaches().size() == 1);
}

TEST_CASE("a ctx that is no host's is the breach of every host", "[attentive_host]") {
    caller with;
    int nobody = 0;
    with.host.table().wall_clock_ms(&nobody);
    REQUIRE(with.host.breaches().size() == 1);
    CHECK(with.host.breaches()[0] == "wall_clock_ms of the host was called with a ctx that is not the host's");
}

TEST_CASE("a record is one line of UTF-8 with a level", "[attentive_host]") {
    for (const std::string bad : {"two\nlines", "\x1b[31m", "\xff", "\x7f"}) {
        caller with;
        with.log(bad);
        CHECK(with.host.breaches().size() == 1);
    }
    caller with;
    with.log("text", 8);
    with.host.table().log(with.host.table().ctx, nullptr);
    CHECK(with.host.breaches().size() == 2);
}

TEST_CASE("a key has its letters and a value its limit", "[attentive_host]") {
    for (const auto& bad : {std::string{}, std::string(129, 'k'), std::string{"a key"}, std::string{"键"}}) {
        caller with{store::working};
        CHECK(with.put(bad, "value") < 0);
        CHECK(with.host.breaches().size() == 1);
    }
    caller with{store::working};
    CHECK(with.put("key", std::string(65536, 'v')) == IDP_OK);
    CHECK(with.put("key", std::string(65537, 'v')) < 0);
    CHECK(with.host.breaches().size() == 1);
}

TEST_CASE("a value expires by the host's clock", "[attentive_host]") {
    caller with{store::working};
    CHECK(with.get("key") == "status 1");
    CHECK(with.put("key", "one") == IDP_OK);
    CHECK(with.put_if_absent("key", "two") == IDP_NO);
    CHECK(with.get("key") == "one");
    with.host.now_ms += 1000;
    CHECK(with.host.stored().empty());
    CHECK(with.put_if_absent("key", "two") == IDP_OK);
    with.host.set_stored("key", "tampered");
    CHECK(with.get("key") == "tampered");
}

TEST_CASE("a store that fails is reached and says so, and without a store there is none", "[attentive_host]") {
    caller with{store::failing};
    CHECK(with.put("key", "value") < 0);
    CHECK(with.host.breaches().empty());
    CHECK(caller{}.kv() == nullptr);
}
