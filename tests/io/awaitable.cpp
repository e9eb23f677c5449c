#include "io/awaitable.hpp"

#include "support/catch.hpp"

#include <boost/asio/error.hpp>

#include <new>
#include <stdexcept>

using namespace wecom;

TEST_CASE("a coroutine ends by shutdown if told to stop, for want of memory, or by a defect", "[awaitable]") {
    using boost::system::system_error;
    const auto code_of = [](auto thrown) { return failure_of(std::make_exception_ptr(thrown)).code; };
    CHECK(code_of(system_error{boost::asio::error::operation_aborted}) == errc::shutdown);
    CHECK(code_of(system_error{boost::asio::error::connection_reset}) == errc::bug);
    CHECK(code_of(std::bad_alloc{}) == errc::no_memory);
    CHECK(code_of(std::runtime_error{"x"}) == errc::bug);
}
