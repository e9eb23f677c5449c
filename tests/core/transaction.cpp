#include "core/transaction.hpp"

#include "support/catch.hpp"

#include <algorithm>

using namespace wecom;

namespace {

constexpr wall_ms now = 1'790'000'000'000;
const std::string random32(32, '\x5A');

transaction a_transaction() {
    transaction out;
    out.state = make_state(random32, false);
    out.instance_hash = short_hash("tenant-a/wecom");
    out.purpose = "bind";
    out.mode = "qr";
    out.context = "/me?tab=accounts";
    out.redirect_hash = short_hash("https://sso.example.com/callback");
    out.binding_hash = short_hash("user-1 session-1");
    out.issued = now;
    return out;
}

grant a_grant() { return {short_hash("tenant-a/wecom"), sha256("state"), secret{std::string{"the-code"}}, true, now}; }

}  // namespace

TEST_CASE("a state is 43 alphanumeric characters, after an r if the login was restarted", "[transaction][T46]") {
    const auto state = make_state(random32, false);
    CHECK(state.size() == 43);
    CHECK(std::all_of(state.begin(), state.end(), [](unsigned char c) { return std::isalnum(c); }));
    CHECK(make_state(random32, true) == "r" + state);
    CHECK(make_state(std::string(32, '\x5B'), false) != state);
}

TEST_CASE("only a state of 44 characters with r in front says restarted", "[transaction][T46]") {
    transaction t;
    for (const auto& [state, restarted] : {std::pair{make_state(random32, true), true},
                                           {make_state(random32, false), false},
                                           {"r", false},
                                           {"r" + std::string(42, '0'), false},
                                           {"s" + std::string(43, '0'), false},
                                           {"", false}}) {
        t.state = state;
        CHECK(t.restarted() == restarted);
    }
}

TEST_CASE("a transaction survives packing", "[transaction]") {
    const auto packed = unpack_transaction(pack(a_transaction()));
    REQUIRE(packed);
    CHECK(packed->state == make_state(random32, false));
    CHECK(packed->instance_hash == short_hash("tenant-a/wecom"));
    CHECK(packed->purpose == "bind");
    CHECK(packed->mode == "qr");
    CHECK(packed->context == "/me?tab=accounts");
    CHECK(packed->redirect_hash == short_hash("https://sso.example.com/callback"));
    CHECK(packed->binding_hash == short_hash("user-1 session-1"));
    CHECK(packed->issued == now);
}

TEST_CASE("a grant survives packing", "[transaction]") {
    const auto packed = unpack_grant(pack(a_grant()));
    REQUIRE(packed);
    CHECK(packed->instance_hash == short_hash("tenant-a/wecom"));
    CHECK(packed->nonce_hash == sha256("state"));
    CHECK(packed->code.reveal() == "the-code");
    CHECK(packed->restarted);
    CHECK(packed->issued == now);
}

TEST_CASE("bytes of another version or length are neither a transaction nor a grant", "[transaction]") {
    const auto t = pack(a_transaction()), g = pack(a_grant());
    for (std::size_t size = 0; size < t.size(); ++size)
        CHECK(!unpack_transaction(t.substr(0, size)));
    for (std::size_t size = 0; size < g.size(); ++size)
        CHECK(!unpack_grant(g.substr(0, size)));
    CHECK(!unpack_transaction(t + "x"));
    CHECK(!unpack_grant(g + "x"));
    CHECK(!unpack_transaction(std::string(7, '\0') + '\2' + t.substr(8)));
    CHECK(!unpack_grant(std::string(7, '\0') + '\2' + g.substr(8)));
}

TEST_CASE("the largest transaction that the ABI allows fits into its cookie", "[transaction]") {
    auto largest = a_transaction();
    largest.state = make_state(random32, true);
    largest.context = std::string(512, 'c');  // IDP_MAX_CONTEXT
    largest.purpose = std::string(32, 'p');   // IDP_MAX_PURPOSE
    largest.mode = std::string(32, 'm');      // IDP_MAX_MODE
    const sealer seals{"transaction", {secret{std::string(32, 'k')}}};
    CHECK(seals.seal(pack(largest), std::string(nonce_size, 'n')).size() <= 1024);
}

TEST_CASE("the largest grant fits into its token", "[transaction]") {
    auto largest = a_grant();
    largest.code = secret{std::string(512, 'c')};
    const sealer seals{"grant", {secret{std::string(32, 'k')}}};
    CHECK(seals.seal(pack(largest), std::string(nonce_size, 'n')).size() <= 4096);
}

TEST_CASE("a login lives for ten minutes, and clocks may differ by one", "[transaction]") {
    CHECK(!is_expired(now, now));
    CHECK(!is_expired(now, now + 600'000));
    CHECK(is_expired(now, now + 600'001));
    CHECK(!is_expired(now + 60'000, now));
    CHECK(is_expired(now + 60'001, now));
    CHECK(is_expired(UINT64_MAX, now));
    CHECK(is_expired(0, now));
}
