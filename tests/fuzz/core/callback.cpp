#include "core/callback.hpp"

#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

#include <algorithm>

using namespace wecom;
using fuzz::holds;

namespace {

constexpr wall_ms login_begun = 1'790'000'000'000;
constexpr std::string_view callback_address = "https://sso.example.com/callback/a";

// The one login that is under way.
struct login_under_way {
    sealer seals{"transaction", {secret{std::string(32, 'k')}}};
    transaction begun{.state = make_state(std::string(32, 's'), false),
                      .instance_hash = short_hash("tenant-a/wecom"),
                      .purpose = "login",
                      .mode = "qr",
                      .context = "/me",
                      .redirect_hash = short_hash(callback_address),
                      .binding_hash = short_hash(""),
                      .issued = login_begun};
    std::string cookie = seals.seal(pack(begun), std::string(nonce_size, 'n'));
};

}  // namespace

// A line with the query, and one for each cookie.
FUZZ_TARGET(callback) {
    static const login_under_way login;
    const auto end = input.find('\n');
    callback brought{input.substr(0, end), {}, callback_address, "login", ""};
    for (auto rest = end == input.npos ? std::string_view{} : input.substr(end + 1); !rest.empty();) {
        const auto line = std::min(rest.find('\n'), rest.size());
        brought.transactions.push_back(rest.substr(0, line));
        rest.remove_prefix(std::min(line + 1, rest.size()));
    }

    const auto accepted =
        accept_callback(brought, login.seals, short_hash("tenant-a/wecom"), "ww1a2b3c4d5e6f7a8b", login_begun + 1);
    if (!accepted) return holds(is_fit_for_a_log(accepted.error().detail), "a refusal is fit for a log");
    holds(brought.transactions.at(accepted->transaction_index) == login.cookie, "nobody else makes a transaction");
    holds(accepted->sealed.state == login.begun.state, "the transaction is that of the login");
    holds(!accepted->granted.code.empty(), "without a code there is no login");
}
