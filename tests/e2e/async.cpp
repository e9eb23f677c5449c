// The same login for a host that does not wait: idp.async/1.

#include "e2e/company.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <future>

using namespace e2e;
using namespace std::chrono_literals;

namespace {

// Whether two calls are made on one stack.
thread_local bool inside_start = false;

// One operation, and how it ends.
class operation {
public:
    explicit operation(company& acme) : acme_{acme} {}
    operation(const operation&) = delete;
    ~operation() {
        if (account.owner.release) account.owner.release(&account.owner);
    }

    idp_status start(const std::string& grant, std::uint64_t op_id = 0) {
        idp_resolve_request request{};
        request.struct_size = sizeof request;
        request.op_id = op_id;
        request.timeout_ms = timeout_ms;
        request.grant_token = idp::str(grant);
        const auto& async = *acme_.library().extension<idp_async_v1>(IDP_ASYNC_V1);
        inside_start = true;
        const auto accepted =
            async.resolve_account_start(acme_.instance().get(), &request, &operation::done, this, &err);
        inside_start = false;
        return accepted;
    }
    idp_status wait() { return told_.get_future().get(); }

    std::uint32_t timeout_ms = 0;
    std::function<void()> in_completion;
    idp_account account{};
    idp_error err = idp::make_error();
    bool told_inside_start = false;

private:
    static void done(void* user, idp_status status, idp_account* account, const idp_error* err) {
        auto& self = *static_cast<operation*>(user);
        self.told_inside_start = inside_start;
        self.account = std::exchange(*account, idp_account{});
        self.err = *err;
        if (self.in_completion) self.in_completion();
        self.told_.set_value(status);
    }

    company& acme_;
    std::promise<idp_status> told_;
};

std::string grant_of(company& acme) {
    std::string token;
    const auto back = acme.visit_wecom("ZhangSan");
    REQUIRE(acme.callback(back.query, {back.transaction}, {}, &token).status == IDP_OK);
    return token;
}

}  // namespace

TEST_CASE("a login that is started is told once, on another stack, and its account may be kept", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    operation login{acme};
    REQUIRE(login.start(grant_of(acme)) == IDP_OK);
    CHECK(login.wait() == IDP_OK);
    CHECK_FALSE(login.told_inside_start);
    acme.instance().reset();
    CHECK(idp::view(login.account.subject) == "zhangsan");
}

TEST_CASE("a failure is told with its reason and without an account", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    wecom.tell("/faults", {{"path", "/cgi-bin/auth/getuserinfo"}, {"kind", "errcode"}, {"errcode", 40029}});
    operation login{acme};
    REQUIRE(login.start(grant_of(acme)) == IDP_OK);
    CHECK(login.wait() == IDP_E_RESTART);
    CHECK(login.err.reason == std::string{"code_invalid"});
    CHECK(login.account.subject.len == 0);
    CHECK_FALSE(login.account.owner.release);
}

TEST_CASE("a start that is refused tells nobody, one that is cancelled is told so", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    CHECK(operation{acme}.start("no grant") == IDP_E_INVALID);

    const auto grant = grant_of(acme), other_grant = grant_of(acme);
    wecom.tell("/faults", {{"path", "*"}, {"kind", "hang"}});
    operation login{acme}, same_id{acme};
    REQUIRE(login.start(grant, 7) == IDP_OK);
    CHECK(same_id.start(other_grant, 7) == IDP_E_INVALID);
    CHECK(same_id.err.reason == std::string{"duplicate_op"});
    const auto& table = acme.instance().table();
    CHECK(table.cancel(acme.instance().get(), 7) == IDP_OK);
    CHECK(login.wait() == IDP_E_CANCELLED);
    CHECK(table.cancel(acme.instance().get(), 7) == IDP_NO);
}

TEST_CASE("from a completion a host may start and cancel, but neither wait nor destroy", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto grant = grant_of(acme), next_grant = grant_of(acme);
    operation login{acme}, next{acme};
    idp_status destroyed = IDP_OK, cancelled = IDP_OK, started = IDP_NO;
    outcome waited;
    login.in_completion = [&] {
        destroyed = acme.instance().table().destroy(acme.instance().get());
        waited = acme.resolve(next_grant);
        cancelled = acme.instance().table().cancel(acme.instance().get(), 1);
        started = next.start(next_grant);
    };
    REQUIRE(login.start(grant, 1) == IDP_OK);
    CHECK(login.wait() == IDP_OK);
    CHECK(destroyed == IDP_E_INVALID);
    CHECK(waited.reason == "reentrant");
    CHECK(cancelled == IDP_NO);
    REQUIRE(started == IDP_OK);
    CHECK(next.wait() == IDP_OK);
    CHECK_FALSE(next.told_inside_start);
}

TEST_CASE("destroy tells all that is under way before it returns", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    std::vector<std::string> grants;
    for (int i = 0; i < 50; ++i)
        grants.push_back(grant_of(acme));
    wecom.tell("/faults", {{"path", "*"}, {"kind", "hang"}});
    std::deque<operation> logins;
    std::atomic<int> told = 0;
    for (const auto& grant : grants) {
        logins.emplace_back(acme).in_completion = [&] { ++told; };
        REQUIRE(logins.back().start(grant) == IDP_OK);
    }
    acme.instance().reset();
    CHECK(told == 50);
    for (auto& login : logins)
        CHECK(login.wait() == IDP_E_CANCELLED);
}

TEST_CASE("a copy of a callback that has less time leaves at its own deadline", "[e2e]") {
    simulated_wecom wecom;
    company acme{wecom};
    const auto grant = grant_of(acme);
    wecom.tell("/faults", {{"path", "*"}, {"kind", "hang"}});
    operation patient{acme}, hasty{acme};
    REQUIRE(patient.start(grant, 1) == IDP_OK);
    hasty.timeout_ms = 100;
    REQUIRE(hasty.start(grant) == IDP_OK);
    CHECK(hasty.wait() == IDP_E_DEADLINE);
    CHECK(acme.instance().table().cancel(acme.instance().get(), 1) == IDP_OK);
    CHECK(patient.wait() == IDP_E_CANCELLED);
}
