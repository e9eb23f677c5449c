#pragma once

#include "api/api_answer.hpp"
#include "web/http_message.hpp"

#include <boost/json/array.hpp>

namespace host {

// The page of items that the query asks for by page (from 1) and page_size (1 to 100, else 10), in ArkID's envelope:
// {"error", "package", "message", "data", "items", "count", "previous", "next"}. 422 if the query is not like that.
response paged_answer(const request& from, const boost::json::array& items);

}  // namespace host
