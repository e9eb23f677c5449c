#pragma once

#include "web/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <optional>

namespace host {

// Where answers are computed, so that the thread of the connections never waits. Handlers have threads of their own;
// so has what they defer because it waits for somebody outside. Therefore a provider that hangs holds up logins only.
// Belongs to the thread of the connections.
class answer_desk {
public:
    answer_desk(crew_size local, crew_size outside);

    void open(server::handler by) { handler_ = std::move(by); }

    // The answer of the handler, or 503 if too many wait already. from must live until then.
    boost::asio::awaitable<response> answer_to(const request& from);

    void run_afterwards(std::function<void()> work);
    void join();  // after the last answer

private:
    struct crew {
        explicit crew(crew_size size) : threads{size.threads}, most{size.threads + size.waiting} {}
        template <class Result>
        boost::asio::awaitable<std::optional<Result>> run(std::function<Result()> work);

        boost::asio::thread_pool threads;
        const std::size_t most;
        std::size_t busy = 0;
    };

    server::handler handler_;
    crew local_, outside_;
};

}  // namespace host
