#include "directory.hpp"

#include "message.hpp"

#include <algorithm>
#include <charconv>

namespace simulator {

namespace {

template <class Range, class Predicate>
auto* find_or_null(const Range& range, Predicate matches) {
    auto found = std::ranges::find_if(range, matches);
    return found == range.end() ? nullptr : &*found;
}

}  // namespace

const corporation* find_corporation(const directory& all, std::string_view corpid) {
    return find_or_null(all.corporations, [&](auto& corp) { return corp.corpid == corpid; });
}

const app* find_app(const corporation& corp, int agentid) {
    return find_or_null(corp.apps, [&](auto& candidate) { return candidate.agentid == agentid; });
}

const app* find_app(const corporation& corp, std::string_view agentid) {
    int number = 0;
    auto [end, error] = std::from_chars(agentid.data(), agentid.data() + agentid.size(), number);
    if (error != std::errc{} || end != agentid.data() + agentid.size()) return nullptr;
    return find_app(corp, number);
}

const person* find_person(const corporation& corp, std::string_view id) {
    return find_or_null(corp.people, [&](auto& who) {
        return who.external() ? who.openid == id : equal_ignoring_case(who.userid, id);
    });
}

bool sees(const app& viewer, const person& who) {
    if (std::ranges::find(viewer.allow_users, who.userid) != viewer.allow_users.end()) return true;
    return std::ranges::any_of(who.departments, [&](const membership& at) {
        return std::ranges::find(viewer.allow_partys, at.department) != viewer.allow_partys.end();
    });
}

}  // namespace simulator
