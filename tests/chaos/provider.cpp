// What idp_chaos.so does with threads, time and memory, seen from right beside it.
#include "abi/login.hpp"
#include "behaviours.hpp"
#include "support/catch.hpp"

#include <future>
#include <thread>

using namespace chaos_test;
using abi_test::login;
using abi_test::outcome;
using abi_test::sized;

namespace {

// An operation of idp.async/1: what its completion brought.
struct operation {
    std::promise<outcome> ended;
    std::string subject;
    std::atomic<bool> done{false};

    static void complete(void* self, idp_status status, idp_account* account, const idp_error* err) {
        auto& mine = *static_cast<operation*>(self);
        mine.subject = idp::view(account->subject);
        mine.done = true;
        mine.ended.set_value({status, status < 0 ? err->reason : ""});
    }
};

// A person who has come back, so that resolve_account is next.
struct granted : login {
    explicit granted(const std::string& behaviour) : login{CHAOS, configured(behaviour)} {
        if (come_back(begin()) != outcome{}) throw std::runtime_error{"no grant"};
    }
    idp_resolve_request request(std::uint64_t op_id) const {
        auto out = sized<idp_resolve_request>();
        out.op_id = op_id;
        out.grant_token = grant->token;
        return out;
    }
    idp_status start(operation& of, std::uint64_t op_id) const {
        const auto* async = static_cast<const idp_async_v1*>(table().get_extension(IDP_ASYNC_V1));
        const auto req = request(op_id);
        return async->resolve_account_start(self(), &req, operation::complete, &of, nullptr);
    }
    idp_status cancel(std::uint64_t op_id) const { return table().cancel(self(), op_id); }
};

}  // namespace

TEST_CASE("an early completion comes before the start has returned", "[chaos]") {
    const granted person{"early_completion"};
    operation one;
    REQUIRE(person.start(one, 1) == IDP_OK);
    CHECK(one.done);
    CHECK(one.subject == "alice");
}

TEST_CASE("who is deaf to cancel says yes and gives the account all the same", "[chaos]") {
    const granted person{"deaf_to_cancel"};
    operation one;
    REQUIRE(person.start(one, 1) == IDP_OK);
    CHECK(person.cancel(1) == IDP_OK);
    CHECK(one.ended.get_future().get() == outcome{});
    CHECK(one.subject == "alice");
}

TEST_CASE("what is as good as finished can no longer be cancelled", "[chaos]") {
    const granted person{"finished_before_cancel"};
    operation one;
    REQUIRE(person.start(one, 1) == IDP_OK);
    CHECK_FALSE(one.done);
    CHECK(person.cancel(1) == IDP_NO);
    CHECK(one.ended.get_future().get() == outcome{});
}

TEST_CASE("a slow operation can be cancelled, and destroy ends it", "[chaos]") {
    granted person{"slow_resolve"};
    operation cancelled, shut_down;
    REQUIRE(person.start(cancelled, 1) == IDP_OK);
    REQUIRE(person.start(shut_down, 2) == IDP_OK);
    CHECK(person.start(shut_down, 2) == IDP_E_INVALID);
    CHECK(person.cancel(1) == IDP_OK);
    person.give_up_instance();
    CHECK(cancelled.ended.get_future().get() == outcome{IDP_E_CANCELLED, "cancelled"});
    CHECK(shut_down.ended.get_future().get() == outcome{IDP_E_CANCELLED, "shutdown"});
    CHECK(cancelled.subject.empty());
}

TEST_CASE("what comes too late comes within the contract", "[chaos]") {
    granted person{"late_resolve"};
    CHECK(person.resolve() == outcome{IDP_E_DEADLINE, "deadline"});
}

TEST_CASE("results that share an allocation outlive each other and the instance", "[chaos]") {
    granted person{"shared_allocation"};
    REQUIRE(person.resolve() == outcome{});
    auto first = std::move(person.account);
    REQUIRE(person.resolve() == outcome{});
    CHECK(first->issuer.ptr == person.account->issuer.ptr);
    CHECK((person.account->flags & IDP_ACCOUNT_REPEATED) != 0);
    person.give_up_instance();
    std::thread{[&] { first.out(); }}.join();
    CHECK(idp::view(person.account->subject) == "alice");
}

TEST_CASE("an account that owns nothing is an account", "[chaos]") {
    granted person{"nothing_owned"};
    REQUIRE(person.resolve() == outcome{});
    CHECK(person.account->owner.release == nullptr);
    CHECK(idp::view(person.account->subject) == "static");
}

TEST_CASE("large things are as large as they may be", "[chaos]") {
    login person{CHAOS, configured("large_authorize")};
    const auto begun = person.begin();
    CHECK(begun.transaction.size() == IDP_MAX_TRANSACTION);
    CHECK(begun.location.size() > 48 * 1024);
    REQUIRE(person.come_back(begun) == outcome{});
    CHECK(person.grant->token.len == IDP_MAX_GRANT_TOKEN);

    granted large{"large_account"};
    REQUIRE(large.resolve() == outcome{});
    CHECK(large.account->issuer.len == IDP_MAX_ISSUER);
    CHECK(large.account->subject.len == IDP_MAX_SUBJECT);
    CHECK(large.account->claims_json.len == 1024 * 1024);
    CHECK_NOTHROW(boost::json::parse(std::string{idp::view(large.account->claims_json)}));
}

TEST_CASE("all verdicts are for a host that asks for them", "[chaos]") {
    login person{CHAOS, configured("verdicts")};
    std::vector<std::uint32_t> given;
    for (int turn = 0; turn < 4; ++turn) {
        const auto begun = person.begin();
        REQUIRE(person.come_back(begun) == outcome{});
        CHECK(person.resolve().status == (turn == 0 ? IDP_OK : IDP_E_DENIED));
        REQUIRE(person.resolve(IDP_RESOLVE_ANY_VERDICT) == outcome{});
        given.push_back(person.account->verdict);
    }
    CHECK(given == std::vector<std::uint32_t>{1, 2, 3, 4});
}

TEST_CASE("the same seed does the same, and the same grant a minute later is refused", "[chaos]") {
    const auto story = [] {
        login at{CHAOS, configured("random")};
        std::vector<outcome> out;
        for (int turn = 0; turn < 8; ++turn)
            try {
                out.push_back(at.come_back(at.begin()));
                if (out.back().status == IDP_OK) out.push_back(at.resolve());
            } catch (const std::runtime_error& not_begun) {
                out.push_back({IDP_NO, not_begun.what()});
            }
        return out;
    };
    CHECK(story() == story());

    granted person{"mild"};
    REQUIRE(person.resolve() == outcome{});
    person.host.now_ms += 61'000;
    CHECK(person.resolve() == outcome{IDP_E_REPLAYED, "replayed"});
}
