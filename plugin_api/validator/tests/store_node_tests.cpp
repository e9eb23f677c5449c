#include "validator/tests/node.hpp"
#include "validator/tests/arrival.hpp"
#include "validator/tests/store_tests.hpp"

#include <algorithm>
#include <deque>
#include <thread>

namespace validator {

using namespace std::chrono_literals;

namespace {

using values = std::map<std::string, std::string>;

// What somebody may do to the values who can write to the store.
constexpr values (*tamperings[])(values) = {
    [](values of) {
        for (auto& [key, value] : of)
            value = "nonsense";
        return of;
    },
    [](values of) {
        for (auto& [key, value] : of)
            value.clear();
        return of;
    },
    [](values of) {
        for (auto& [key, value] : of)
            value.resize(value.size() / 2);
        return of;
    },
    [](values of) {
        for (auto& [key, value] : of)
            if (!value.empty()) value[value.size() / 2] ^= 1;
        return of;
    },
    [](values of) {
        for (auto& [key, value] : of)
            value.assign(IDP_MAX_KV_VALUE, 'A');
        return of;
    },
    [](values of) {  // each gets the value of the next
        std::string last = of.empty() ? std::string{} : of.rbegin()->second;
        for (auto& [key, value] : of)
            std::swap(value, last);
        return of;
    }};

void fill(stage& here, const shared_store& store) {
    for (int person = 0; person < 2; ++person) {
        here.plugin->must_log_in();
        here.plugin->prepare();
    }
    if (store.values().empty()) throw skipped{"the provider keeps nothing in the store"};
}

std::string config_of(const stage& here, const trial& of) {
    return here.server ? here.server->config_json() : of.recipe.config_json();
}

int requests_of_people(const stage& here) {
    return here.server ? here.server->requests() - here.server->token_fetches() : 0;
}

void expect_same_person(const node::end& end, const arrival& who) {
    expect(end.status != IDP_OK || end.subject == who.subject,
           "another node gave the account \"" + end.subject + "\" to the grant of \"" + who.subject + "\"");
}

}  // namespace

void kv_nonsense(trial& of) {
    shared_store store;
    std::deque<node> nodes;
    for (std::size_t i = 0; i < std::size(tamperings); ++i)
        nodes.emplace_back(of, store);
    stage here{of, store::none, [&](attentive_host& host) { store.offer(host); }};
    fill(here, store);
    const auto who = arrive(*here.plugin);
    resolve_strictly(*here.plugin, who);
    here.plugin->prepare();
    const auto before = store.values();
    for (std::size_t i = 0; i < std::size(tamperings); ++i) {
        store.replace(tamperings[i](before));
        const auto config = config_of(here, of);
        expect_same_person(nodes[i].resolve(config, who.token, 300ms), who);
        store.replace(tamperings[i](before));
        nodes[i].must_log_in(config);
    }
}

void kv_one_token(trial& of) {
    shared_store store;
    node other{of, store};
    stage here{of, store::none, [&](attentive_host& host) { store.offer(host); }};
    fill(here, store);
    other.must_log_in(here.server->config_json());
    const auto fetches = here.server->token_fetches();
    const auto kinds = static_cast<int>(std::ranges::count(of.recipe.answers, true, &recipe_answer::is_token));
    expect(fetches <= kinds, "two nodes that share a store fetched a token " + std::to_string(fetches) +
                                 " times: what one has fetched the other finds in the store");
}

void kv_once_across_nodes(trial& of) {
    shared_store store;
    node other{of, store};
    stage here{of, store::none, [&](attentive_host& host) { store.offer(host); }};
    fill(here, store);
    const auto config = config_of(here, of);
    const auto allowed = [&](const node::end& end) {
        return end.status == IDP_E_REPLAYED || (end.status == IDP_OK && (end.flags & IDP_ACCOUNT_REPEATED));
    };
    const auto who = arrive(*here.plugin);
    expect(resolve_strictly(*here.plugin, who).ok(), "resolve_account refused a good grant");
    const auto asked = requests_of_people(here);
    const auto again = other.resolve(config, who.token);
    expect_same_person(again, who);
    expect(allowed(again), "a grant that one node has resolved was answered with " + name_of(again.status) +
                               " by another: it is good once, so IDP_E_REPLAYED, or the same account and IDP_ACCOUNT_REPEATED");
    expect(requests_of_people(here) == asked,
           "a grant that one node has resolved was brought to the provider again by another");

    const auto needed = static_cast<int>(std::ranges::count(of.recipe.answers, false, &recipe_answer::is_token));
    for (unsigned round = 0; round < of.rounds / 50 + 1; ++round) {
        const auto both = arrive(*here.plugin);
        const auto before = requests_of_people(here);
        node::end there;
        at_once(2, [&](int i) {
            if (i == 0)
                there = other.resolve(config, both.token);
            else
                resolve_strictly(*here.plugin, both);
        });
        expect_same_person(there, both);
        expect(requests_of_people(here) - before <= needed,
               "a grant that was brought to two nodes at once was brought to the provider twice");
    }
}

}  // namespace validator
