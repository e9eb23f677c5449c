#include "web/answer_desk.hpp"

#include "web/security_headers.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace host {
namespace {

namespace asio = boost::asio;

template <class Result>
asio::awaitable<Result> run_here(const std::function<Result()>& work) {
    co_return work();
}

// One of those that a crew can have at once.
struct seat {
    explicit seat(std::size_t& of) : taken{of} { ++taken; }
    seat(const seat&) = delete;
    ~seat() { --taken; }
    std::size_t& taken;
};

response too_busy(const request& from) {
    response out{503,
                 {{"Content-Type", "text/plain; charset=utf-8"}, {"Retry-After", "1"}},
                 "Too many people at once. Please try again in a moment.\n现在使用的人太多，请稍后再试。\n",
                 nullptr};
    harden_page(out, from.secure);
    return out;
}

}  // namespace

answer_desk::answer_desk(crew_size local, crew_size outside) : local_{local}, outside_{outside} {}

template <class Result>
asio::awaitable<std::optional<Result>> answer_desk::crew::run(std::function<Result()> work) {
    if (busy == most) co_return std::nullopt;
    const seat mine{busy};
    co_return co_await asio::co_spawn(threads, run_here(work), asio::use_awaitable);
}

asio::awaitable<response> answer_desk::answer_to(const request& from) {
    std::function<answer()> ask = [&] { return handler_(from); };
    auto given = co_await local_.run(std::move(ask));
    if (!given) co_return too_busy(from);
    if (auto* now = std::get_if<response>(&*given)) co_return std::move(*now);
    auto late = co_await outside_.run(std::move(std::get<deferred>(*given)));
    if (late) co_return std::move(*late);
    co_return too_busy(from);
}

void answer_desk::run_afterwards(std::function<void()> work) { asio::post(local_.threads, std::move(work)); }

void answer_desk::join() {
    local_.threads.join();
    outside_.threads.join();
}

}  // namespace host
