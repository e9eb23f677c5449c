#include "api/api_routes.hpp"

#include "api/json_body.hpp"
#include "web/security_headers.hpp"
#include "web/session_start.hpp"

#include <boost/algorithm/string/predicate.hpp>

namespace host {
namespace {

constexpr std::string_view base_path = "/api/v1/";
constexpr std::string_view scheme = "Token ";

response no_token() { return provider_error_answer(403, "Token验证失败", "token invalid"); }

bool may(api_audience who, const user& asks, const tenant& about) {
    const bool belongs = asks.tenant_id == about.id;
    return who == api_audience::user ? belongs : asks.is_operator || (belongs && asks.is_administrator);
}

// The call, or the answer of the door that is closed.
std::variant<api_call, response> let_in(const site_state& state, api_audience who, const request& from,
                                        const path_values& in) {
    api_call out{from, in, preferred_language(find_field(from.headers, "Accept-Language")), {}, {}, {}};
    if (who != api_audience::everybody) {
        out.who = token_holder(state, from);
        if (!out.who) return who == api_audience::token_holder ? no_token() : door_answer(401);
    }
    if (const auto at = in.find("tenant"); at != in.end()) {
        const auto named = state.data.tenants.find(at->second);
        if (!named) return door_answer(404);
        if (out.who && !may(who, *out.who, *named)) return door_answer(403);
        out.of = *named;
    }
    if (from.method == "POST" || from.method == "PUT") {
        auto body = from.body.empty() ? boost::json::object{} : parse_json_body(from.body);
        if (!body) return door_answer(400);
        out.body = std::move(*body);
    }
    return out;
}

response answer_to(const site_state& state, api_audience who, const api_handler& handler, const request& from,
                   const path_values& in) {
    const auto asked = let_in(state, who, from, in);
    const auto* const call = std::get_if<api_call>(&asked);
    auto out = call ? handler(*call) : std::get<response>(asked);
    harden_page(out, state.base.https);
    return out;
}

}  // namespace

void api_routes::add(std::string_view method, std::string_view pattern, api_audience who, api_handler handler) {
    to_.add(method, std::string{base_path} + std::string{pattern},
            [&state = state_, who, handler = std::move(handler), waits = method != "GET"](
                const request& from, const path_values& in) -> answer {
                if (!waits) return answer_to(state, who, handler, from, in);
                return deferred{[&state, who, handler, from, in] { return answer_to(state, who, handler, from, in); }};
            });
}

std::string_view api_token_of(const request& from) {
    const auto sent = find_field(from.headers, "Authorization");
    return boost::algorithm::istarts_with(sent, scheme) ? sent.substr(scheme.size()) : std::string_view{};
}

std::optional<user> token_holder(const site_state& state, const request& from) {
    const auto token = api_token_of(from);
    if (token.empty()) return std::nullopt;
    return state.data.tokens.find(token, state.outside.now());
}

bool has_fresh_token(const site_state& state, const request& from) {
    const auto since = state.data.tokens.issued(api_token_of(from));
    return since && is_fresh(state, *since);
}

bool is_api_path(std::string_view path) { return path.starts_with(base_path); }

}  // namespace host
