#pragma once

#include "core/http_message.hpp"
#include "core/retry.hpp"
#include "io/ambient.hpp"
#include "io/awaitable.hpp"

#include <boost/system/result.hpp>

#include <string_view>

namespace wecom {

using sent = boost::system::result<http_response, failed_attempt>;
[[noreturn]] void throw_exception_from_error(const failed_attempt& attempt, const boost::source_location&);

// The one interface of this layer, because tests script it: the way to one API. Lives and is used on the I/O thread.
class transport {
public:
    virtual ~transport() = default;

    // One attempt of one request: no repeats, no judgement of the answer. The request must outlive the call.
    virtual awaitable<sent> send(const http_request& request, time_point deadline) = 0;

    // What the answer that send has just given is worth: whether the server was able to work. To be called for each.
    virtual void judge(bool able) = 0;

    // Gets ready for a request that is yet to come.
    virtual awaitable<void> prepare(time_point deadline) = 0;

    // What a new connection is waiting for, as an operator would say it; empty if none is being opened.
    virtual std::string_view opening() const { return {}; }
};

}  // namespace wecom
