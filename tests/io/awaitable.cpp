#include "io/awaitable.hpp"

#include "support/catch.hpp"

#include <boost/asio/error.hpp>

#include <new>

using namespace wecom;

TEST_CASE("a coroutine that was told to stop ends by shutdown, any other exception is a defect", "[awaitable]") {
    using boost::system::system_error;
    const auto code_of = [](auto thrown) { return failure_of(std::make_exception_ptr(thrown)).code; };
    CHECK(code_of(system_error{boost::asio::error::operation_aborted}) == errc::shutdown);
    CHECK(code_of(system_error{boost::asio::error::connection_reset}) == errc::bug);
    CHECK(code_of(std::bad_alloc{}) == errc::bug);
}
