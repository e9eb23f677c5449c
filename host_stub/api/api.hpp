#pragma once

#include "web/router.hpp"
#include "web/site_state.hpp"

namespace host {

// The JSON API under /api/v1/, in the words of ArkID: docs/arkid-api.md.
class api {
public:
    // state must outlive it.
    explicit api(site_state& state);

    // False: the request is for a page. Its path is another one, or it is the login or callback of a provider and a
    // browser asks.
    bool is_for(const request& from) const;

    answer handle(const request& from) const;  // of a request that is for the API
    response crashed() const;                  // 500

private:
    response refused(unsigned status) const;

    site_state& state_;
    router routes_;
    router logins_;  // paths that browsers have too
};

}  // namespace host
