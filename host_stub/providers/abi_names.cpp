#include "providers/abi_names.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace host {
namespace {

template <class Number>
using words = std::pair<Number, std::string_view>;

constexpr words<idp_status> statuses[] = {
    {IDP_NO, "no"},
    {IDP_OK, "ok"},
    {IDP_E_INVALID, "invalid"},
    {IDP_E_CONFIG, "config"},
    {IDP_E_DEADLINE, "deadline"},
    {IDP_E_CANCELLED, "cancelled"},
    {IDP_E_NETWORK, "network"},
    {IDP_E_UPSTREAM, "upstream"},
    {IDP_E_DENIED, "denied"},
    {IDP_E_RESTART, "restart"},
    {IDP_E_REPLAYED, "replayed"},
    {IDP_E_BUSY, "busy"},
    {IDP_E_UNSUPPORTED, "unsupported"},
    {IDP_E_WRONG_PROCESS, "wrong_process"},
    {IDP_E_INTERNAL, "internal"},
    {IDP_E_REJECTED, "rejected"},
};
constexpr words<std::uint32_t> verdicts[] = {
    {IDP_VERDICT_MEMBER, "member"},
    {IDP_VERDICT_LINKED, "linked"},
    {IDP_VERDICT_EXTERNAL, "external"},
    {IDP_VERDICT_INACTIVE, "inactive"},
};
constexpr words<std::uint32_t> audiences[] = {
    {IDP_FOR_USER, "user"},
    {IDP_FOR_ADMIN, "admin"},
    {IDP_FOR_OPERATOR, "operator"},
    {IDP_FOR_DEVELOPER, "developer"},
};
constexpr words<std::uint32_t> account_flags[] = {
    {IDP_ACCOUNT_PARTIAL, "partial"},
    {IDP_ACCOUNT_REPEATED, "repeated"},
    {IDP_ACCOUNT_EMAIL_VERIFIED, "email_verified"},
    {IDP_ACCOUNT_PHONE_VERIFIED, "phone_verified"},
};

template <class Number, std::size_t N>
std::string_view word(const words<Number> (&table)[N], Number number) {
    const auto at =
        std::find_if(std::begin(table), std::end(table), [&](const auto& row) { return row.first == number; });
    return at == std::end(table) ? "unknown" : at->second;
}

}  // namespace

std::string_view status_name(idp_status status) { return word(statuses, known_status(status)); }
std::string_view verdict_name(std::uint32_t verdict) { return word(verdicts, verdict); }
std::string_view audience_name(std::uint32_t audience) { return word(audiences, audience); }

std::vector<std::string_view> account_flag_names(std::uint32_t flags) {
    std::vector<std::string_view> out;
    for (const auto& [bit, name] : account_flags)
        if (flags & bit) out.push_back(name);
    return out;
}

idp_status known_status(idp_status status) {
    if (status > 0) return IDP_NO;
    return word(statuses, status) == "unknown" ? IDP_E_INTERNAL : status;
}

}  // namespace host
