#pragma once

#include "web/router.hpp"
#include "web/sign_in.hpp"
#include "web/site_state.hpp"

#include <map>

namespace host {

// The pages of the host: which request gets which answer.
class site {
public:
    // state must outlive it.
    explicit site(site_state& state);

    // Never throws: a defect becomes a page with status 500 and a line in the log.
    answer handle(const request& from);

private:
    using login_step = answer (sign_in::*)(const request&, configured_provider&);

    answer dispatch(const request& from);
    answer with_provider(const request& from, const path_values& in, login_step handler);
    answer front(const request& from);
    answer login(const request& from);
    answer style(const request& from);
    answer script(const request& from);
    answer icon(const request& from, const path_values& in);
    answer account(const request& from);
    answer logout(const request& from);
    answer health(const request& from);
    answer numbers(const request& from);
    response for_this_machine(const request& from, std::string_view media_type, std::string body);
    response crash(const request& from, const std::exception& why);

    site_state& state_;
    const std::chrono::steady_clock::time_point began_;
    sign_in sign_in_;
    router router_;
    std::map<std::string, provided_file, std::less<>> files_;  // by path; given by the providers
};

}  // namespace host
