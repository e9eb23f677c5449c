#include "store/audit.hpp"

#include "store/opened_store.hpp"
#include "support/catch.hpp"

using namespace host;

namespace {

audit_entry an_entry(opened_store& at, const std::string& kind, const std::string& detail) {
    return {.at = at.now(),
            .tenant_id = at.tenant_id,
            .kind = kind,
            .actor = "zhang",
            .subject = "wecom:ww1 ZhangSan",
            .provider = "p1",
            .detail = detail,
            .address = "192.0.2.1"};
}

}  // namespace

TEST_CASE("the audit is read page by page, newest first", "[store][audit]") {
    opened_store at;
    for (int i = 1; i <= 5; ++i)
        at.data.audit.add(an_entry(at, i == 2 ? "bind" : "login", std::to_string(i)));

    const auto page = at.data.audit.list(at.tenant_id, "", 2, 2);
    CHECK(page.total == 5);
    REQUIRE(page.entries.size() == 2);
    CHECK(page.entries[0].detail == "3");
    CHECK(page.entries[1].detail == "2");
    CHECK(page.entries[0].id > page.entries[1].id);
    CHECK(page.entries[1].kind == "bind");
    CHECK(page.entries[1].actor == "zhang");
    CHECK(page.entries[1].subject == "wecom:ww1 ZhangSan");
    CHECK(page.entries[1].provider == "p1");
    CHECK(page.entries[1].address == "192.0.2.1");
    CHECK(page.entries[1].at == at.now());
    CHECK(at.data.audit.list(at.tenant_id, "", 3, 2).entries.size() == 1);
    CHECK(at.data.audit.list(at.tenant_id, "", 4, 2).entries.empty());
}

TEST_CASE("the audit is asked for one kind, and tells no other tenant", "[store][audit]") {
    opened_store at;
    at.data.audit.add(an_entry(at, "login", "1"));
    at.data.audit.add(an_entry(at, "bind", "2"));
    const auto binds = at.data.audit.list(at.tenant_id, "bind", 1, 10);
    CHECK(binds.total == 1);
    CHECK(binds.entries.at(0).detail == "2");
    CHECK(at.data.audit.list("another", "", 1, 10).total == 0);
}

TEST_CASE("what strangers say is kept up to 512 bytes, in whole characters", "[store][audit]") {
    opened_store at;
    at.data.audit.add(an_entry(at, "login_refused", std::string(511, 'x') + "张"));
    CHECK(at.data.audit.list(at.tenant_id, "", 1, 1).entries.at(0).detail == std::string(511, 'x'));
    at.data.audit.add(an_entry(at, "login_refused", std::string(509, 'x') + "张三"));
    CHECK(at.data.audit.list(at.tenant_id, "", 1, 1).entries.at(0).detail == std::string(509, 'x') + "张");
}

TEST_CASE("old entries of the audit are forgotten", "[store][audit]") {
    opened_store at;
    at.data.audit.add(an_entry(at, "login", "old"));
    at.world.pass(std::chrono::hours{24});
    at.data.audit.add(an_entry(at, "login", "new"));
    CHECK(at.data.audit.forget_before(at.now()) == 1);
    CHECK(at.data.audit.list(at.tenant_id, "", 1, 10).entries.at(0).detail == "new");
}
