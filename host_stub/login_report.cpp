#include "login_report.hpp"

#include "providers/abi_names.hpp"

#include <boost/json.hpp>

namespace host {
namespace {

namespace json = boost::json;

json::object account_json(const account& who) {
    json::array flags;
    for (const auto name : account_flag_names(who.flags))
        flags.emplace_back(name);
    boost::system::error_code not_json;
    auto claims = json::parse(who.claims_json, not_json);
    return {{"status", status_name(IDP_OK)},
            {"verdict", verdict_name(who.verdict)},
            {"issuer", who.issuer},
            {"subject", who.subject},
            {"display_name", who.display_name},
            {"email", who.email},
            {"phone", who.phone},
            {"avatar_url", who.avatar_url},
            {"claims", not_json ? json::value{} : claims},
            {"flags", std::move(flags)}};
}

json::object refusal_json(const idp_error& why) {
    return {{"status", status_name(why.status)},
            {"reason", why.reason},
            {"audience", audience_name(why.audience)},
            {"public_text", why.public_text},
            {"detail", why.detail},
            {"upstream", why.upstream},
            {"http_status", why.http_status},
            {"retry_after_ms", why.retry_after_ms}};
}

std::string line(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    return std::string{name}.append(std::max<std::size_t>(name.size(), 13) - name.size(), ' ').append(value) + "\n";
}

std::string account_text(const account& who) {
    std::string flags;
    for (const auto name : account_flag_names(who.flags))
        flags.append(flags.empty() ? "" : " ").append(name);
    return line("verdict", verdict_name(who.verdict)) + line("issuer", who.issuer) + line("subject", who.subject) +
           line("name", who.display_name) + line("email", who.email) + line("phone", who.phone) +
           line("avatar", who.avatar_url) + line("claims", who.claims_json) + line("flags", flags);
}

std::string refusal_text(const idp_error& why) {
    return line("status", status_name(why.status)) + line("reason", why.reason) + line("upstream", why.upstream) +
           line("said", why.public_text) + line("detail", why.detail);
}

}  // namespace

std::string to_json(const login_report& report) {
    auto out = report.who ? account_json(*report.who) : refusal_json(report.who.error());
    out["elapsed_ms"] = report.elapsed.count();
    return json::serialize(out) + "\n";
}

std::string to_text(const login_report& report) {
    return (report.who ? account_text(*report.who) : refusal_text(report.who.error())) +
           line("took", std::to_string(report.elapsed.count()) + " ms");
}

int exit_status(const login_report& report) {
    if (report.who) return 0;
    switch (report.who.error().status) {
        case IDP_E_CONFIG:
        case IDP_E_UNSUPPORTED: return 1;
        case IDP_E_DENIED:
        case IDP_E_REJECTED:
        case IDP_E_REPLAYED:
        case IDP_E_RESTART: return 2;
        case IDP_E_DEADLINE:
        case IDP_E_CANCELLED:
        case IDP_E_NETWORK:
        case IDP_E_UPSTREAM:
        case IDP_E_BUSY: return 3;
        default: return 4;
    }
}

}  // namespace host
