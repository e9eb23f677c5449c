#pragma once

#include "web/account_binding.hpp"
#include "web/administration.hpp"
#include "web/login_ways.hpp"
#include "web/own_account.hpp"
#include "web/page_routes.hpp"
#include "web/sign_in.hpp"
#include "web/site_state.hpp"

namespace host {

// The pages of the host: which request gets which answer.
class site {
public:
    // state must outlive it.
    explicit site(site_state& state);

    // Never throws: a defect becomes a page with status 500 and a line in the log.
    answer handle(const request& from);

private:
    answer dispatch(const request& from);
    response guarded(const request& from, const deferred& work);
    response numbers(const request& from) const;
    response crash(const request& from, const std::exception& why);

    site_state& state_;
    const std::chrono::steady_clock::time_point began_;
    router router_;
    sign_in sign_in_;
    login_ways login_ways_;
    account_binding account_binding_;
    own_account own_account_;
    administration administration_;
};

}  // namespace host
