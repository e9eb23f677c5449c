#pragma once

#include "validator/stage.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace validator {

// Somebody who is back from the provider: what resolve is given, and who it has to find.
struct arrival {
    std::string token, code, issuer, subject;
};
// Throws violation if the way up to here fails.
arrival arrive(guest& person, const begin_options& how = {});

// Throws violation unless the result of a failure is all zero.
void expect_zero(const idp::owned<idp_account>& result, const outcome& call);
// Throws violation unless this is the account of the one who arrived.
void expect_account_of(const arrival& who, const idp_account& account);

// Resolves, and judges what comes out: on success the account, on failure that it is zero.
outcome resolve_strictly(guest& person, const arrival& who, const resolve_options& how = {});

// Runs it on as many threads, which begin together. When all have ended, what the first of them threw is thrown.
void at_once(int threads, const std::function<void(int)>& what);

}  // namespace validator
