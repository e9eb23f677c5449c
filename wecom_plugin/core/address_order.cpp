#include "core/address_order.hpp"

#include <algorithm>

namespace wecom {
namespace {

constexpr std::chrono::seconds penalty{30};

// The family of the first one begins.
address_list families_in_turn(const address_list& all) {
    address_list first, second;
    for (const auto& address : all)
        (is_v6_address(address) == is_v6_address(all.front()) ? first : second).push_back(address);
    address_list out;
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size()) out.push_back(first[i]);
        if (i < second.size()) out.push_back(second[i]);
    }
    return out;
}

}  // namespace

address_list address_order::arrange(const address_list& found, time_point now) const {
    auto out = families_in_turn(found);
    const auto rank = [&](const std::string& address) {
        const auto penalty_of = penalised_.find(address);
        if (penalty_of != penalised_.end() && penalty_of->second > now) return 2;
        return address == good_ ? 0 : 1;
    };
    std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    out.resize(std::min(out.size(), most_tried));
    return out;
}

void address_order::succeeded(const std::string& address) {
    good_ = address;
    penalised_.erase(address);
}

void address_order::failed(const std::string& address, time_point now) {
    std::erase_if(penalised_, [now](const auto& one) { return one.second <= now; });
    penalised_[address] = now + penalty;
}

}  // namespace wecom
