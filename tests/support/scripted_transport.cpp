#include "support/scripted_transport.hpp"

#include "support/catch.hpp"

#include <boost/asio/this_coro.hpp>

#include <iterator>

using namespace wecom;

void scripted_transport::line::reply(unsigned status, std::string body, std::chrono::seconds retry_after) {
    answer(http_response{status, secret{std::move(body)}, retry_after});
}

void scripted_transport::line::fail(errc code, reach how_far) { answer(failed_attempt{{.code = code}, how_far}); }

void scripted_transport::line::answer(sent with) {
    answer_ = std::move(with);
    if (waiting_) waiting_->cancel();
}

scripted_transport::~scripted_transport() {
    for (auto left = std::next(script_.begin(), static_cast<std::ptrdiff_t>(used_)); left != script_.end(); ++left)
        FAIL_CHECK("never asked: " << left->path_);
}

awaitable<sent> scripted_transport::send(const http_request& request, time_point deadline) {
    const std::string target{request.target.reveal()};
    const auto path = target.substr(0, target.find('?'));
    if (used_ == script_.size()) {
        FAIL_CHECK("asked beyond the script: " << path);
        co_return failed_attempt{{.code = errc::bug}, reach::not_sent};
    }
    auto& now = *std::next(script_.begin(), static_cast<std::ptrdiff_t>(used_++));
    CHECK(path == now.path_);
    now.parameters_ = target.substr(path.size()) + std::string{request.json_body.reveal()};
    if (!now.answer_) {
        wecom::io_timer wait{co_await boost::asio::this_coro::executor, deadline};
        now.waiting_ = &wait;
        const auto [stopped] = co_await wait.async_wait(as_result);
        now.waiting_ = nullptr;
        if (!now.answer_) co_return failed_attempt{{.code = stopped ? errc::cancelled : errc::deadline}, reach::lost};
    }
    co_return *now.answer_;
}

wecom::awaitable<void> scripted_transport::prepare(wecom::time_point) {
    ++prepared;
    co_return;
}
