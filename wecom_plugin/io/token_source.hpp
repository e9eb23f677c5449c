#pragma once

#include "core/shared_record.hpp"
#include "core/token_cache.hpp"
#include "io/shared_state.hpp"
#include "io/transport.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <memory>
#include <string>

namespace wecom {

// Where the processes of a deployment keep the token: nowhere if `shared` is null.
struct token_shelf {
    std::shared_ptr<shared_state> shared{};
    std::string key{};
};

// The token of one app, fetched once for everybody. A fetch belongs to the source and not to who asked first: a caller
// that gives up strands nobody. Lives and is used on the I/O thread; destroying it ends its fetch.
class token_source {
public:
    token_source(io_executor executor, std::shared_ptr<transport> wire, http_request fetch, const ambient& around);
    ~token_source();

    // The token, if there is one that needs nothing to be done. Costs nothing, and most logins find it.
    std::optional<issued_token> at_hand() const {
        if (state_->cache.peek(around_.now()) != token_cache::state::usable) return std::nullopt;
        return state_->cache.token();
    }

    // The token, at once if there is one; otherwise when the one fetch under way is done.
    // A fetch looks on the shelf first, and puts there what it got.
    awaitable<result<issued_token>> get(time_point deadline, const token_shelf& shelf = {});

    // Gets a token and a connection ready, as far as they are not.
    void prepare(const token_shelf& shelf = {});

    // A token that lay on the shelf at `now`, the host's clock: taken if it is news.
    void offer(const shared_token& found, wall_ms now);
    bool has_token() const;

    // WeCom took this token.
    void confirm(const issued_token& taken) { state_->cache.confirm(taken.generation); }

    // WeCom refused this token: the next get fetches another, unless there is one already.
    void refuse(const issued_token& refused, const error& why) {
        state_->cache.refuse(refused.generation, why, around_.now());
    }

private:
    struct flight;
    class landing;
    // Shared with the fetch under way, which may end after the source.
    struct memory {
        token_cache cache;
        std::shared_ptr<flight> under_way;
        bool preparing = false, source_is_gone = false;
    };
    std::shared_ptr<flight> fly(const token_shelf& shelf);
    static awaitable<result<app_token>> fetch(std::shared_ptr<transport> wire, http_request request, ambient around,
                                              token_shelf shelf, std::shared_ptr<memory> state);

    io_executor executor_;
    std::shared_ptr<transport> wire_;
    http_request fetch_;
    ambient around_;
    std::shared_ptr<memory> state_ = std::make_shared<memory>();
    boost::asio::cancellation_signal stop_preparing_;
};

}  // namespace wecom
