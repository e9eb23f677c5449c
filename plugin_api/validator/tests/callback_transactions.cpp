#include "validator/calls.hpp"
#include "validator/tests/callback.hpp"

#include <array>
#include <cmath>
#include <random>
#include <set>

namespace validator {
namespace {

constexpr std::string_view token_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// How long the transactions of this provider live.
std::uint64_t lifetime_ms(scene& in) {
    auto with = good_call(in, "build_authorize_url");
    expect(with.run().ok(), "build_authorize_url refused a good request");
    const auto seconds = with.result()->as<idp_authorize_result>()->lifetime_s;
    with.give_back();
    expect(seconds > 0, "build_authorize_url gave a transaction with lifetime_s 0: the cookie would be gone at once");
    return std::uint64_t{seconds} * 1000;
}

// What could be guessed at most, if the characters at each place are as different as they look.
double bits(const std::set<std::string>& of) {
    double sum = 0;
    for (std::size_t at = 0; at < of.begin()->size(); ++at) {
        std::set<char> seen;
        for (const auto& each : of)
            if (at < each.size()) seen.insert(each[at]);
        sum += std::log2(static_cast<double>(seen.size()));
    }
    return sum;
}

// A node of the same deployment whose host has these keys.
class node {
public:
    node(scene& in, const std::vector<std::string>& keys) : in_{in}, create_{good_call(in, "create")} {
        create_.arguments[1].as<idp_create_request>()->seal_keys = create_.keep_list(keys);
        const auto said = create_.run();
        expect(said.ok(),
               "create answered " + said.story() + " to a request with " + std::to_string(keys.size()) + " seal keys");
    }
    ~node() { create_.give_back(); }
    node(const node&) = delete;

    // The transaction and the query of a login that was begun here.
    std::pair<std::string, std::string> begin() {
        auto with = here("build_authorize_url");
        expect(with.run().ok(), "build_authorize_url refused a good request");
        const auto& begun = *with.result()->as<idp_authorize_result>();
        journey from{std::string{idp::view(begun.location)}, std::string{idp::view(begun.transaction)}, {}, {}};
        with.give_back();
        from.state = state_in(from.location);
        from.code = "code";
        return {from.transaction, in_.query_of(from)};
    }
    outcome come_back(const std::pair<std::string, std::string>& with_what) {
        auto with = here("handle_callback");
        auto& request = *with.arguments[1].as<idp_callback_request>();
        request.transactions = with.keep_list({with_what.first});
        request.query = idp::str(with_what.second);
        auto said = with.run();
        if (said.ok()) with.give_back();
        return said;
    }

private:
    static std::string state_in(const std::string& location) {
        const auto begin = location.find("state=") + 6;
        return location.substr(begin, location.find_first_of("&#", begin) - begin);
    }
    call here(std::string_view name) {
        auto out = good_call(in_, name);
        out.arguments.front().at = *create_.arguments[2].as<idp_instance*>();
        return out;
    }

    scene& in_;
    call create_;
};

}  // namespace

void state_is_random(trial& t) {
    scene in{t};
    std::set<std::string> states, transactions;
    const auto count = t.rounds * 10;
    for (unsigned i = 0; i < count; ++i) {
        const auto from = begun(in);
        states.insert(from.state);
        transactions.insert(from.transaction);
    }
    expect(states.size() == count,
           "build_authorize_url gave the same state twice within " + std::to_string(count) + " logins");
    expect(transactions.size() == count,
           "build_authorize_url gave the same transaction twice within " + std::to_string(count) + " logins");
    expect(count < 100 || bits(states) >= 96, "the states of " + std::to_string(count) + " logins differ in " +
                                                  std::to_string(std::lround(bits(states))) +
                                                  " bits at most: they can be guessed. Take 128 random bits or more");
}

void transaction_shape(trial& t) {
    scene in{t};
    auto with = good_call(in, "build_authorize_url");
    const std::string longest_context(IDP_MAX_CONTEXT, 'c'), longest_binding(IDP_MAX_BINDING, 'b');
    auto& request = *with.arguments[1].as<idp_authorize_request>();
    request.context = idp::str(longest_context);
    request.binding = idp::str(longest_binding);
    request.purpose = idp::str("bind");
    const auto said = with.run();
    if (!said.ok())
        throw skipped{"build_authorize_url answered " + said.story() + " to the longest context and binding"};
    const auto& begun = *with.result()->as<idp_authorize_result>();
    const auto transaction = idp::view(begun.transaction), location = idp::view(begun.location);
    expect(!transaction.empty() && transaction.size() <= IDP_MAX_TRANSACTION,
           "a transaction has " + std::to_string(transaction.size()) + " bytes; 1 to 1024 are allowed");
    expect(transaction.find_first_not_of(token_characters) == transaction.npos,
           "a transaction has a character other than [A-Za-z0-9_-]");
    expect(location.starts_with("https://") || location.starts_with("http://"),
           "a location is no absolute http(s) URL");
    expect(std::all_of(location.begin(), location.end(), [](char c) { return c > ' ' && c < 0x7f; }),
           "a location has a blank, a control character, or one beyond ASCII");
    const std::string modes = std::string{" "} + t.table().descriptor->modes + ' ';
    expect(modes.find(' ' + std::string{idp::view(begun.mode)} + ' ') != modes.npos,
           "the mode of a result, \"" + std::string{idp::view(begun.mode)} + "\", is none of the descriptor's: \"" +
               t.table().descriptor->modes + '"');
    expect(begun.lifetime_s > 0, "a transaction has lifetime_s 0: the cookie would be gone at once");
    with.give_back();
}

void no_transaction(trial& t) {
    scene in{t};
    const auto from = begun(in);
    idp::owned<idp_grant> grant;
    expect_answer(in.plugin->come_back(in.query_of(from), {}, grant), "a callback without a transaction", IDP_E_RESTART,
                  "no_transaction");
}

void expired_transaction(trial& t) {
    scene in{t};
    const auto lifetime = lifetime_ms(in);
    const auto from = begun(in);
    idp::owned<idp_grant> grant;
    in.host.now_ms += lifetime - 1000;
    expect_answer(in.plugin->come_back(from, grant), "a callback in the last second of lifetime_s", IDP_OK);
    in.host.now_ms += 62'000;
    expect_answer(in.plugin->come_back(from, grant), "a callback 61 s after lifetime_s", IDP_E_RESTART, "expired");
    in.host.now_ms += 10 * lifetime + 86'400'000;
    expect_answer(in.plugin->come_back(from, grant), "a callback long after lifetime_s", IDP_E_RESTART, "expired");
}

void future_transaction(trial& t) {
    scene in{t};
    const auto from = begun(in);
    idp::owned<idp_grant> grant;
    in.host.now_ms -= 60'000;
    expect_answer(in.plugin->come_back(from, grant), "a transaction from a node whose clock is 60 s ahead", IDP_OK);
    in.host.now_ms -= 86'400'000;
    const auto said = in.plugin->come_back(from, grant);
    expect(!said.ok(), "handle_callback accepted a transaction from a day in the future");
}

void rotated_seal_key(trial& t) {
    scene in{t};
    const std::string older(32, 'o'), newer(48, 'n');
    node before{in, {older}}, during{in, {newer, older}}, after{in, {newer}};
    const auto from = before.begin();
    expect_answer(during.come_back(from), "a transaction that the second key sealed", IDP_OK);
    expect_answer(after.come_back(from), "a transaction whose key is gone", IDP_E_RESTART, "unreadable");
    expect_answer(after.come_back(during.begin()), "a transaction of a node whose first key this is", IDP_OK);
}

void two_transactions(trial& t) {
    scene in{t};
    const auto first = begun(in), second = begun(in, {.context = "second"});
    const auto third = begun(in);
    idp::owned<idp_grant> grant;
    const std::array orders{std::vector{&first, &second, &third}, std::vector{&second, &third},
                            std::vector{&third, &second}};
    for (const auto& order : orders) {
        std::vector<std::string> cookies;
        for (const auto* each : order)
            cookies.push_back(each->transaction);
        const auto place = std::find(order.begin(), order.end(), &second) - order.begin();
        expect_answer(in.plugin->come_back(in.query_of(second), cookies, grant), "several transactions of one browser",
                      IDP_OK);
        expect(grant->transaction_index == static_cast<std::uint32_t>(place),
               "transaction_index is " + std::to_string(grant->transaction_index) + " instead of " +
                   std::to_string(place) + ": the host would delete the cookie of another login");
        expect(idp::view(grant->context) == "second", "the grant has the context of another login of this browser");
    }
    expect_answer(in.plugin->come_back(in.query_of(second), {first.transaction, third.transaction}, grant),
                  "transactions of other logins only", IDP_E_REJECTED, "state_mismatch");
}

void tampered_transaction(trial& t) {
    scene in{t};
    const auto from = begun(in);
    std::mt19937_64 random{t.seed};
    idp::owned<idp_grant> grant;
    // Of base64 without padding the last character may have bits that nobody reads.
    const auto end = from.transaction.size() - (from.transaction.size() % 4 != 0);
    for (std::size_t i = 0; i < end; ++i) {
        auto tampered = from.transaction;
        while (tampered[i] == from.transaction[i])
            tampered[i] =
                i % 8 == 0 ? static_cast<char>(random()) : token_characters[random() % token_characters.size()];
        const auto said = in.plugin->come_back(in.query_of(from), {tampered}, grant);
        expect(said.status == IDP_E_RESTART || said.status == IDP_E_REJECTED,
               "handle_callback answered " + said.story() + " to a transaction of which byte " + std::to_string(i) +
                   " was changed");
    }
    for (const auto& other :
         {from.transaction.substr(0, end / 2), from.transaction + from.transaction, std::string{"A"}, std::string{}}) {
        const auto said = in.plugin->come_back(in.query_of(from), {other}, grant);
        expect(said.status == IDP_E_RESTART || said.status == IDP_E_REJECTED,
               "handle_callback answered " + said.story() + " to a transaction of " + std::to_string(other.size()) +
                   " bytes that nobody made");
    }
}

void restart_loop(trial& t) {
    scene in{t};
    const begin_options restarted{.flags = IDP_AUTHORIZE_RESTARTED};
    const auto from = begun(in, restarted);
    const auto token = in.plugin->grant_token(restarted);
    idp::owned<idp_grant> grant;
    idp::owned<idp_account> account;
    const auto expect_end = [](const outcome& said, const std::string& what) {
        expect(said.status < 0 && said.status != IDP_E_RESTART, what +
                                                                    " of a login that was restarted before answered " +
                                                                    said.story() + ": the host would begin for ever");
    };
    expect_end(in.plugin->come_back(in.query_of(from), {}, grant), "handle_callback without a transaction");
    expect_end(in.plugin->come_back(in.query_of(from), {std::string(200, 'A')}, grant),
               "handle_callback with an unreadable transaction");
    in.host.now_ms += lifetime_ms(in) + 61'000;
    const auto late = in.plugin->come_back(from, grant);
    expect(late.status != IDP_E_RESTART,
           "handle_callback, too late, of a login that was restarted before answered " + late.story());
    const auto said = in.plugin->resolve(token, account);
    expect(said.status != IDP_E_RESTART,
           "resolve_account, too late, of a login that was restarted before answered " + said.story());
}

}  // namespace validator
