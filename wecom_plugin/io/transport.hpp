#pragma once

#include "core/http_message.hpp"
#include "core/retry.hpp"
#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <boost/system/result.hpp>

namespace wecom {

using sent = boost::system::result<http_response, failed_attempt>;
[[noreturn]] void throw_exception_from_error(const failed_attempt& attempt, const boost::source_location&);

// The one interface of this layer, because tests script it. One attempt of one request to one API: no repeats, no
// judgement of the status. Lives and is used on the I/O thread. The request must outlive the call.
class transport {
public:
    virtual ~transport() = default;
    virtual awaitable<sent> send(const http_request& request, time_point deadline) = 0;
};

}  // namespace wecom
