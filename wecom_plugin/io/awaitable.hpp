#pragma once

#include "core/error.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>

namespace wecom {

// Everything here runs on the one I/O thread. Said by type, that costs less than with any_io_executor.
using io_executor = boost::asio::io_context::executor_type;
using io_timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                   boost::asio::wait_traits<std::chrono::steady_clock>, io_executor>;
using io_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, io_executor>;
template <class T>
using awaitable = boost::asio::awaitable<T, io_executor>;

// An awaited operation gives its error code instead of throwing it.
inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable_t<io_executor>{});

// Goes on at this time, or when it is cancelled.
awaitable<void> pause_until(std::chrono::steady_clock::time_point when);

// What a coroutine that ended by an exception failed of: errc::shutdown if it was told to stop, else a defect.
error failure_of(const std::exception_ptr& broken);

}  // namespace wecom
