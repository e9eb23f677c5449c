#pragma once

#include "world.hpp"

#include <boost/json.hpp>

namespace simulator {

// One call to one endpoint. Behind the token check `corp` and `caller` are set.
struct api_call {
    world& state;
    const request& from;
    time_point now;
    const corporation* corp = nullptr;
    const app* caller = nullptr;
};

struct outcome {
    int errcode = 0;
    boost::json::object fields = {};
};

inline outcome refuse(int errcode) { return {.errcode = errcode}; }

// The checks of each run in the order of the refusals in its function.
outcome get_token(api_call& call);
outcome get_agent(api_call& call);
outcome get_api_domain_ip(api_call& call);
outcome get_callback_ip(api_call& call);
outcome get_user_info(api_call& call);
outcome get_user_info_in_old_spelling(api_call& call);
outcome get_user_detail(api_call& call);
outcome get_user(api_call& call);

}  // namespace simulator
