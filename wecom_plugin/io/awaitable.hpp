#pragma once

#include "core/error.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>

namespace wecom {

using boost::asio::awaitable;

// An awaited operation gives its error code instead of throwing it.
inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

// What a coroutine that ended by an exception failed of: errc::shutdown if it was told to stop, else a defect.
error failure_of(const std::exception_ptr& broken);

}  // namespace wecom
