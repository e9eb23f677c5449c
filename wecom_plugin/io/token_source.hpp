#pragma once

#include "core/token_cache.hpp"
#include "io/transport.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace wecom {

// The token of one app, fetched once for everybody. A fetch belongs to the source and not to who asked first: a caller
// that gives up strands nobody. Lives and is used on the I/O thread; destroying it ends its fetch.
class token_source {
public:
    token_source(boost::asio::any_io_executor executor, std::shared_ptr<transport> wire, http_request fetch,
                 const ambient& around);
    ~token_source();

    // The token, at once if there is one; otherwise when the one fetch under way is done.
    awaitable<result<issued_token>> get(time_point deadline);

    // Gets a token ready, if none is.
    void prepare();

    // WeCom refused this token: the next get fetches another, unless there is one already.
    void invalidate(const issued_token& refused) { state_->cache.invalidate(refused.generation); }

private:
    struct flight;
    // Shared with the fetch under way, which may end after the source.
    struct shared_state {
        token_cache cache;
        std::shared_ptr<flight> under_way;
    };
    std::shared_ptr<flight> fly();

    boost::asio::any_io_executor executor_;
    std::shared_ptr<transport> wire_;
    http_request fetch_;
    ambient around_;
    std::shared_ptr<shared_state> state_ = std::make_shared<shared_state>();
};

}  // namespace wecom
