#pragma once

#include "web/http_message.hpp"

#include <boost/json/value.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace host {

// The shapes in which the API answers. They are ArkID's; where ArkID says 200 about a failure, the status here is that
// of the failure.

response json_answer(unsigned status, const boost::json::value& body);

// {"error": "0", "package": "core", "message": "", "data": ...}
response data_answer(const boost::json::value& data);

// {"error": ..., "message": ..., "package": ...}
response error_answer(unsigned status, std::string_view error, std::string_view message,
                      std::string_view package = "core");

// {"error_msg": ..., "code": [...]}: what the routes of a provider say.
response provider_error_answer(unsigned status, std::string_view message, std::string_view code);

// {"detail": ...}: what the doors say: 400, 401, 403, 404, 405.
response door_answer(unsigned status);

// A part of a request that is not as it has to be: where, and why.
struct request_issue {
    std::vector<std::string> loc;  // "body", "data", "name"
    std::string msg, type;
};

// 422, {"detail": [{"loc": [...], "msg": ..., "type": ...}]}
response unprocessable(const std::vector<request_issue>& issues);

}  // namespace host
