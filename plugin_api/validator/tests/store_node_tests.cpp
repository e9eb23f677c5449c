#include "validator/tests/arrival.hpp"
#include "validator/tests/node.hpp"
#include "validator/tests/store_tests.hpp"

#include <algorithm>
#include <deque>
#include <thread>

namespace validator {

using namespace std::chrono_literals;

namespace {

using values = std::map<std::string, std::string>;

// What somebody may do to the values who can write to the store.
constexpr values (*tamperings[])(values) = {[](values of) {
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
        expect_same_person(nodes[i].resolve(config, who.token, 100ms), who);
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

namespace {

// A provider may wait for its store for some time only, which on a busy machine may be over now and then: it is judged
// by what happens most of the time.
class most_of_them {
public:
    explicit most_of_them(unsigned tries) : tries_{tries} {}
    void run(const std::function<bool()>& is_kept, const std::string& otherwise) const {
        unsigned kept = 0;
        for (unsigned i = 0; i < tries_; ++i)
            kept += is_kept() ? 1 : 0;
        expect(kept * 2 > tries_,
               otherwise + " (" + std::to_string(tries_ - kept) + " of " + std::to_string(tries_) + " times)");
    }

private:
    const unsigned tries_;
};

bool is_spent(const node::end& end) {
    return end.status == IDP_E_REPLAYED || (end.status == IDP_OK && (end.flags & IDP_ACCOUNT_REPEATED) != 0);
}

void bring_to_one_after_the_other(trial& of, stage& here, node& other) {
    const auto config = config_of(here, of);
    most_of_them{5}.run(
        [&] {
            const auto who = arrive(*here.plugin);
            expect(resolve_strictly(*here.plugin, who).ok(), "resolve_account refused a good grant");
            here.plugin->prepare();
            const auto asked = requests_of_people(here);
            const auto again = other.resolve(config, who.token);
            expect_same_person(again, who);
            return is_spent(again) && requests_of_people(here) == asked;
        },
        "a grant that one node had resolved was taken by another as if it were new: it is IDP_E_REPLAYED, or the same "
        "account with IDP_ACCOUNT_REPEATED, and the provider is not asked");
}

void bring_to_both_at_once(trial& of, stage& here, node& other) {
    const auto config = config_of(here, of);
    const auto needed = static_cast<int>(std::ranges::count(of.recipe.answers, false, &recipe_answer::is_token));
    most_of_them{std::max(of.rounds / 50, 5u)}.run(
        [&] {
            const auto who = arrive(*here.plugin);
            const auto before = requests_of_people(here);
            node::end there;
            at_once(2, [&](int i) {
                if (i == 0)
                    there = other.resolve(config, who.token);
                else
                    resolve_strictly(*here.plugin, who);
            });
            expect_same_person(there, who);
            return requests_of_people(here) - before <= needed;
        },
        "a grant that was brought to two nodes at once was brought to the provider by both");
}

}  // namespace

void kv_once_across_nodes(trial& of) {
    shared_store store;
    node other{of, store};
    stage here{of, store::none, [&](attentive_host& host) { store.offer(host); }};
    fill(here, store);
    bring_to_one_after_the_other(of, here, other);
    bring_to_both_at_once(of, here, other);
}

}  // namespace validator
