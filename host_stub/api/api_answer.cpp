#include "api/api_answer.hpp"

#include "api/json_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace host {
namespace {

namespace json = boost::json;

std::string_view detail_of(unsigned status) {
    switch (status) {
        case 400: return "Cannot parse request body";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method not allowed";
        default: return "Server error";
    }
}

}  // namespace

response json_answer(unsigned status, const json::value& body) {
    return {status, {{"Content-Type", "application/json; charset=utf-8"}}, to_json_text(body), nullptr};
}

response data_answer(const json::value& data) {
    return json_answer(200, json::object{{"error", "0"}, {"package", "core"}, {"message", ""}, {"data", data}});
}

response error_answer(unsigned status, std::string_view error, std::string_view message, std::string_view package) {
    return json_answer(status, json::object{{"error", error}, {"message", message}, {"package", package}});
}

response provider_error_answer(unsigned status, std::string_view message, std::string_view code) {
    return json_answer(status, json::object{{"error_msg", message}, {"code", json::array{code}}});
}

response door_answer(unsigned status) { return json_answer(status, json::object{{"detail", detail_of(status)}}); }

response unprocessable(const std::vector<request_issue>& issues) {
    json::array detail;
    for (const auto& one : issues)
        detail.push_back(
            json::object{{"loc", json::array(one.loc.begin(), one.loc.end())}, {"msg", one.msg}, {"type", one.type}});
    return json_answer(422, json::object{{"detail", std::move(detail)}});
}

}  // namespace host
