#include "io/resolver.hpp"

#include "io/dns_question.hpp"
#include "io/waiting_list.hpp"

#include <algorithm>

namespace wecom {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// For a name server, while there are addresses that it gave before.
constexpr auto patience_if_stale = 500ms;

}  // namespace

struct resolver::flight {
    std::shared_ptr<dns_question> question;
    time_point use_stale_from;
    std::optional<result<address_list>> outcome{};
    waiting_list waiters{};

    void land(result<address_list> with) {
        outcome = std::move(with);
        waiters.wake();
    }
};

resolver::resolver(asio::io_context& context, const ambient& around, std::string name_servers)
    : context_{context}, around_{around}, name_servers_{std::move(name_servers)} {}

resolver::~resolver() { stop(); }

void resolver::stop() {
    for (const auto& [host, flying] : std::exchange(under_way_, {})) {
        flying->question->stop();
        flying->land(error{.code = errc::cancelled});
    }
}

awaitable<result<address_list>> resolver::resolve(std::string host, time_point deadline) {
    if (is_address(host)) co_return address_list{host};
    // RFC 6761: no question for a name server, whatever the hosts file says or if there is none.
    if (host == "localhost") co_return address_list{"127.0.0.1", "::1"};

    const auto now = around_.now();
    if (auto known = cache_.peek(host, now)) co_return *std::move(known);
    const auto stale = cache_.last_known(host, now);
    const auto flying = fly(host);
    io_timer wake{context_, stale ? std::min(deadline, flying->use_stale_from) : deadline};
    bool expired = false;
    if (!flying->outcome) {
        const waiting_list::place mine{flying->waiters, wake};
        const auto [woken] = co_await wake.async_wait(as_result);
        expired = !woken;
    }
    if (flying->outcome) co_return *flying->outcome;
    if (!expired) co_return error{.code = errc::cancelled};
    if (stale) co_return *stale;
    co_return error{.code = errc::deadline,
                    .detail = "the name server did not answer in time (looking up " + host + ")"};
}

std::shared_ptr<resolver::flight> resolver::fly(const std::string& host) {
    if (const auto known = under_way_.find(host); known != under_way_.end()) return known->second;
    const auto begun = std::make_shared<flight>(std::make_shared<dns_question>(context_, host, name_servers_),
                                                io_timer{context_, patience_if_stale}.expiry());
    under_way_[host] = begun;
    try {
        begun->question->ask([this, host, begun](result<address_list> answer) {
            under_way_.erase(host);
            begun->land(cache_.learn(host, std::move(answer), around_.now()));
        });
    } catch (const std::bad_alloc&) {
        under_way_.erase(host);  // the next who needs it asks again
        throw;
    }
    return begun;
}

}  // namespace wecom
