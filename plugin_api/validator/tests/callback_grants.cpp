#include "validator/calls.hpp"
#include "validator/tests/callback.hpp"

#include <random>

namespace validator {
namespace {

std::string identity(const idp_account& of) {
    return std::string{idp::view(of.issuer)} + '\n' + std::string{idp::view(of.subject)};
}

// What has been asked of the provider's server.
int requests(scene& in) { return in.server ? in.server->requests() : 0; }

void expect_forged(scene& in, const std::string& token, const std::string& what) {
    idp::owned<idp_account> account;
    const auto said = in.plugin->resolve(token, account);
    const bool refused = said.status == IDP_E_INVALID || said.status == IDP_E_RESTART || said.status == IDP_E_REJECTED;
    expect(refused, "resolve_account answered " + said.story() + " to " + what +
                        " instead of IDP_E_INVALID, IDP_E_RESTART or IDP_E_REJECTED");
    expect(account->issuer.len == 0 && account->subject.len == 0 && !account->owner.release,
           "resolve_account refused " + what + " and left something in its result");
}

}  // namespace

void replayed_grant(trial& t) {
    scene in{t};
    const auto token = in.plugin->grant_token();
    idp::owned<idp_account> first, again;
    const auto said = in.plugin->resolve(token, first);
    expect(said.ok() && !(first->flags & IDP_ACCOUNT_REPEATED),
           "resolve_account answered " + said.story() + " to a fresh grant, or called it repeated");
    const auto asked = requests(in);
    for (int i = 0; i < 3; ++i) {
        const auto repeated = in.plugin->resolve(token, again);
        expect(repeated.ok(),
               "resolve_account answered " + repeated.story() +
                   " to a grant that it resolved a moment ago; within 60 s the first result is given again");
        expect((again->flags & IDP_ACCOUNT_REPEATED) != 0,
               "resolve_account gave an account again without IDP_ACCOUNT_REPEATED");
        expect(identity(*again) == identity(*first) && again->verdict == first->verdict,
               "resolve_account gave somebody else for the same grant");
    }
    expect(requests(in) == asked, "resolve_account asked the provider again for a grant that it has resolved");
    // Whether these 60 s are counted by this clock is the provider's choice.
    for (const std::uint64_t later_ms : {61'000, 86'400'000}) {
        in.host.now_ms += later_ms;
        const auto late = in.plugin->resolve(token, again);
        const bool copy = late.ok() && (again->flags & IDP_ACCOUNT_REPEATED) && identity(*again) == identity(*first);
        const bool refused =
            late.status == IDP_E_REPLAYED || late.status == IDP_E_RESTART || late.status == IDP_E_REJECTED;
        expect(copy || refused, "resolve_account answered " + late.story() + " to a grant that was used before");
    }
    expect(requests(in) == asked, "resolve_account asked the provider again for a grant that it has resolved");
}

void forged_grant(trial& t) {
    scene in{t};
    guest other{t, in.host, in.config_json(), "validator/2"};
    std::mt19937_64 random{t.seed};
    const auto asked = requests(in);
    const auto token = in.plugin->grant_token();
    expect_forged(in, "", "an empty grant_token");
    expect_forged(in, "x", "the grant_token \"x\"");
    expect_forged(in, std::string(IDP_MAX_GRANT_TOKEN, 'A'), "a grant_token of 4096 letters");
    expect_forged(in, begun(in).transaction, "a transaction in place of a grant_token");
    expect_forged(in, other.grant_token(), "the grant of another instance");
    expect_forged(in, token.substr(0, token.size() / 2), "half a grant");
    expect_forged(in, token + token, "a grant twice over");
    const auto end = token.size() - (token.size() % 4 != 0);
    for (std::size_t i = 0; i < end; ++i) {
        auto tampered = token;
        tampered[i] = tampered[i] == 'A' ? static_cast<char>('B' + random() % 25) : 'A';
        expect_forged(in, tampered, "a grant of which byte " + std::to_string(i) + " was changed");
    }
    expect(requests(in) == asked, "resolve_account asked the provider about a forged grant");
    idp::owned<idp_account> account;
    const auto said = in.plugin->resolve(token, account);
    expect(said.ok(), "resolve_account answered " + said.story() + " to a good grant, after forged ones");
}

}  // namespace validator
