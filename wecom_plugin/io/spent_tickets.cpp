#include "io/spent_tickets.hpp"

#include "core/encoding.hpp"

namespace wecom {
namespace {

using namespace std::chrono_literals;

// A ticket lives for ten minutes, and clocks of nodes may be one apart.
constexpr auto remembered = 11min;
constexpr std::size_t most_tickets = 65'536;

}  // namespace

spent_tickets::answer spent_tickets::spend(const std::string& number, time_point now) {
    const std::lock_guard lock{mutex_};
    while (!oldest_first_.empty() && now - oldest_first_.front().when >= remembered) {
        by_number_.erase(oldest_first_.front().number);
        oldest_first_.pop_front();
    }
    if (by_number_.contains(number)) return answer::spent;
    if (by_number_.size() >= most_tickets) return answer::full;
    std::list one{entry{number, now}};
    by_number_.emplace(number, one.begin());
    oldest_first_.splice(oldest_first_.end(), one);
    return answer::fresh;
}

void spent_tickets::give_back(const std::string& number) {
    const std::lock_guard lock{mutex_};
    const auto at = by_number_.find(number);
    if (at == by_number_.end()) return;
    oldest_first_.erase(at->second);
    by_number_.erase(at);
}

result<void> spend_once(spent_tickets& here, shared_state* everywhere, const std::string& number, time_point now) {
    const error used{.code = errc::replayed, .detail = "this ticket was used before"};
    switch (here.spend(number, now)) {
        case spent_tickets::answer::spent: return used;
        case spent_tickets::answer::full:
            return error{.code = errc::overload, .detail = "too many tickets were used in the last minutes"};
        case spent_tickets::answer::fresh: break;
    }
    if (!everywhere) return {};
    switch (everywhere->claim_now("ticket/" + base64url_encode(number), remembered)) {
        case claim::mine: return {};
        case claim::taken: return used;
        case claim::unknown: break;
    }
    here.give_back(number);
    return error{.code = errc::store,
                 .detail =
                     "the host's store does not say whether this ticket was used elsewhere, so it is not "
                     "accepted: look for the cause in the store"};
}

}  // namespace wecom
