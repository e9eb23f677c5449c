#include "io/awaitable.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <new>
#include <typeinfo>

namespace wecom {

awaitable<void> pause_until(std::chrono::steady_clock::time_point when) {
    io_timer pause{co_await boost::asio::this_coro::executor, when};
    co_await pause.async_wait(as_result);
}

error failure_of(const std::exception_ptr& broken) {
    try {
        std::rethrow_exception(broken);
    } catch (const boost::system::system_error& stopped) {
        if (stopped.code() == boost::asio::error::operation_aborted)
            return {.code = errc::shutdown, .detail = "the instance is being destroyed"};
        return {.code = errc::bug, .detail = stopped.code().message()};
    } catch (const std::bad_alloc&) {
        return {.code = errc::no_memory, .detail = "out of memory"};
    } catch (const std::exception& bug) {
        return {.code = errc::bug, .detail = typeid(bug).name()};
    }
}

}  // namespace wecom
