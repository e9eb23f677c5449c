#include "validator/tests/arrival.hpp"

#include <cstring>
#include <exception>
#include <latch>

namespace validator {

arrival arrive(guest& person, const begin_options& how) {
    journey out;
    const auto began = person.begin(out, how);
    expect(began.ok(), "build_authorize_url answered " + began.story() + " to a plain login");
    idp::owned<idp_grant> grant;
    const auto came_back = person.come_back(out, grant, how);
    expect(came_back.ok(), "handle_callback answered " + came_back.story() + " to the callback of the recipe");
    const std::map<std::string, std::string, std::less<>> words{
        {"code", out.code}, {"person", person_of(out.code)}, {"instance", "validator/1"}};
    return {std::string{idp::view(grant->token)}, out.code, filled_in(person.recipe().issuer, words),
            filled_in(person.recipe().subject, words)};
}

void expect_zero(const idp::owned<idp_account>& result, const outcome& call) {
    idp_account zero{};
    zero.struct_size = result->struct_size;
    expect(std::memcmp(&zero, &*result, sizeof zero) == 0,
           "resolve_account failed with " + call.story() +
               " and left something in the account: on failure it must be all zero, struct_size aside");
}

void expect_account_of(const arrival& who, const idp_account& account) {
    expect(idp::view(account.issuer) == who.issuer && idp::view(account.subject) == who.subject,
           "resolve_account gave the account \"" + std::string{idp::view(account.issuer)} + "\" \"" +
               std::string{idp::view(account.subject)} + "\" to the person whose account is \"" + who.issuer + "\" \"" +
               who.subject + "\"");
}

outcome resolve_strictly(guest& person, const arrival& who, const resolve_options& how) {
    idp::owned<idp_account> account;
    const auto call = person.resolve(who.token, account, how);
    if (call.ok())
        expect_account_of(who, *account);
    else
        expect_zero(account, call);
    return call;
}

void at_once(int threads, const std::function<void(int)>& what) {
    std::vector<std::exception_ptr> thrown(static_cast<std::size_t>(threads));
    std::latch ready{threads};
    {
        std::vector<std::jthread> running;
        for (int i = 0; i < threads; ++i)
            running.emplace_back([&, i] {
                ready.arrive_and_wait();
                try {
                    what(i);
                } catch (...) {
                    thrown[static_cast<std::size_t>(i)] = std::current_exception();
                }
            });
    }
    for (const auto& one : thrown)
        if (one) std::rethrow_exception(one);
}

}  // namespace validator
