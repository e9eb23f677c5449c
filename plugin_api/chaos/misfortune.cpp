#include "misfortune.hpp"

#include "idp_plugin.hpp"
#include "odd_texts.hpp"

#include <array>
#include <climits>
#include <span>

namespace chaos {
namespace {

struct misfortune {
    idp_status status;
    const char* reason;
};

constexpr const char* word_of_its_own = "a_word_of_the_provider_that_is_39_long_";  // all that the field holds
static_assert(std::char_traits<char>::length(word_of_its_own) == sizeof(idp_error::reason) - 1);

constexpr misfortune of_create[]{{IDP_E_CONFIG, "config_field"},
                                 {IDP_E_CONFIG, "ca_file"},
                                 {IDP_E_INTERNAL, "no_memory"},
                                 {IDP_E_INTERNAL, "bug"},
                                 {-15, word_of_its_own},
                                 {INT_MIN, "later"},
                                 {INT_MAX, "later"}};
constexpr misfortune of_authorize[]{{IDP_E_CONFIG, "config_field"},
                                    {IDP_E_INTERNAL, "no_memory"},
                                    {IDP_E_INTERNAL, "bug"},
                                    {-15, word_of_its_own},
                                    {INT_MIN, "later"},
                                    {2, "later"},
                                    {INT_MAX, "later"}};
constexpr misfortune of_callback[]{{IDP_E_RESTART, "no_transaction"},
                                   {IDP_E_RESTART, "expired"},
                                   {IDP_E_RESTART, "unreadable"},
                                   {IDP_E_REJECTED, "state_mismatch"},
                                   {IDP_E_REJECTED, "other_instance"},
                                   {IDP_E_REJECTED, "other_purpose"},
                                   {IDP_E_REJECTED, "binding_mismatch"},
                                   {IDP_E_REJECTED, "other_redirect_uri"},
                                   {IDP_E_REJECTED, "malformed"},
                                   {IDP_E_DENIED, "user_refused"},
                                   {IDP_E_INTERNAL, "no_memory"},
                                   {IDP_E_INTERNAL, "bug"},
                                   {-15, word_of_its_own},
                                   {INT_MIN, "later"},
                                   {IDP_NO, "later"},
                                   {INT_MAX, "later"}};
constexpr misfortune of_resolve[]{{IDP_E_NETWORK, "net"},
                                  {IDP_E_NETWORK, "dns"},
                                  {IDP_E_NETWORK, "connect"},
                                  {IDP_E_NETWORK, "tls_proto"},
                                  {IDP_E_NETWORK, "tls_cert"},
                                  {IDP_E_NETWORK, "tls_host"},
                                  {IDP_E_NETWORK, "http_proto"},
                                  {IDP_E_NETWORK, "http_status"},
                                  {IDP_E_NETWORK, "too_large"},
                                  {IDP_E_UPSTREAM, "json"},
                                  {IDP_E_UPSTREAM, "schema"},
                                  {IDP_E_UPSTREAM, "token_refused"},
                                  {IDP_E_UPSTREAM, "credential"},
                                  {IDP_E_UPSTREAM, "ip_not_trusted"},
                                  {IDP_E_UPSTREAM, "upstream"},
                                  {IDP_E_DENIED, "not_member"},
                                  {IDP_E_DENIED, "linked_corp"},
                                  {IDP_E_DENIED, "inactive"},
                                  {IDP_E_RESTART, "expired"},
                                  {IDP_E_RESTART, "code_invalid"},
                                  {IDP_E_RESTART, "ambiguous"},
                                  {IDP_E_REJECTED, "other_instance"},
                                  {IDP_E_REPLAYED, "replayed"},
                                  {IDP_E_BUSY, "rate"},
                                  {IDP_E_BUSY, "busy"},
                                  {IDP_E_BUSY, "breaker"},
                                  {IDP_E_BUSY, "overload"},
                                  {IDP_E_BUSY, "store"},
                                  {IDP_E_INTERNAL, "no_memory"},
                                  {IDP_E_INTERNAL, "bug"},
                                  {-15, word_of_its_own},
                                  {INT_MIN, "later"},
                                  {IDP_NO, "later"},
                                  {2, "later"},
                                  {INT_MAX, "later"}};
constexpr misfortune of_issue[]{{IDP_E_DENIED, "not_member"},
                                {IDP_E_UNSUPPORTED, "no_seal_key"},
                                {IDP_E_INTERNAL, "no_memory"},
                                {-15, word_of_its_own},
                                {INT_MAX, "later"}};
constexpr misfortune of_redeem[]{{IDP_E_REJECTED, "malformed"},
                                 {IDP_E_REJECTED, "unreadable"},
                                 {IDP_E_REJECTED, "other_instance"},
                                 {IDP_E_REJECTED, "binding_mismatch"},
                                 {IDP_E_REJECTED, "expired"},
                                 {IDP_E_REPLAYED, "replayed"},
                                 {IDP_E_BUSY, "store"},
                                 {IDP_E_BUSY, "overload"},
                                 {IDP_E_DENIED, "inactive"},
                                 {IDP_E_UNSUPPORTED, "no_seal_key"},
                                 {IDP_E_INTERNAL, "no_memory"},
                                 {-15, word_of_its_own},
                                 {INT_MAX, "later"}};

std::span<const misfortune> all_of(failing function) {
    switch (function) {
        case failing::create: return of_create;
        case failing::authorize: return of_authorize;
        case failing::callback: return of_callback;
        case failing::resolve: return of_resolve;
        case failing::issue: return of_issue;
        case failing::redeem: return of_redeem;
    }
    return {};
}

// Their lengths have no common divisor, so that in time everything comes together with everything.
constexpr std::array http_statuses{403, 0, 200, 302, 599, 99, 600, -1, 418, 503, INT_MAX};
constexpr std::array<std::uint32_t, 5> waits{0, 1, 1500, 86'400'000, UINT32_MAX};
constexpr std::array<std::uint32_t, 4> audiences{IDP_FOR_USER, IDP_FOR_ADMIN, IDP_FOR_OPERATOR, IDP_FOR_DEVELOPER};
constexpr std::array upstream_codes{0, 40029, -1, INT_MIN, INT_MAX, 429, 1};

template <class Values>
auto of_turn(const Values& all, std::uint32_t turn) {
    return all[turn % std::size(all)];
}

}  // namespace

std::uint32_t count_misfortunes(failing function) { return static_cast<std::uint32_t>(all_of(function).size()); }

idp_status tell_misfortune(failing function, std::uint32_t turn, bool restarted, idp_error* err) {
    const auto what = of_turn(all_of(function), turn);
    if (what.status > 0) return what.status;
    const auto public_text = of_turn(public_texts(), turn);
    idp::store(err, {.status = restarted && what.status == IDP_E_RESTART ? IDP_E_REJECTED : what.status,
                     .reason = what.reason,
                     .detail = of_turn(details(), turn),
                     .public_text = public_text,
                     .audience = of_turn(audiences, turn),
                     .http_status = of_turn(http_statuses, turn),
                     .retry_after_ms = of_turn(waits, turn),
                     .upstream_code = of_turn(upstream_codes, turn),
                     .upstream = of_turn(upstream_words(), turn)});
    // An empty public text is legal, but store has one of its own instead.
    if (err && public_text.empty() && IDP_HAS(idp_error, err, public_text)) err->public_text[0] = '\0';
    return restarted && what.status == IDP_E_RESTART ? IDP_E_REJECTED : what.status;
}

}  // namespace chaos
