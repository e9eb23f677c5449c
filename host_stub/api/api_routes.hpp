#pragma once

#include "api/api_answer.hpp"
#include "web/accept_language.hpp"
#include "web/router.hpp"
#include "web/site_state.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <optional>

namespace host {

// Who may use a route: anybody; whoever has a token; a user of the tenant that the path names; an administrator of that
// tenant, as which an operator of the platform counts everywhere.
enum class api_audience { everybody, token_holder, user, administrator };

// A request that was let through.
struct api_call {
    const request& from;
    const path_values& in;
    language speaks;
    tenant of;                 // that the path names; empty if it names none
    std::optional<user> who;   // always there but for api_audience::everybody
    boost::json::object body;  // of a POST or PUT
};

using api_handler = std::function<response(const api_call&)>;

// Puts routes behind the same doors. In this order: who sends no good "Authorization: Token <t>" gets 401, who asks
// about a tenant that there is not 404, who may not 403, who sends no JSON object 400 (an empty body counts as one).
// Every answer is hardened. What changes something, or checks a password, runs where it holds up no page.
class api_routes {
public:
    // Both must outlive it.
    api_routes(site_state& state, router& to) : state_{state}, to_{to} {}

    // pattern begins behind "/api/v1/"; if it has {tenant}, that is a tenant's id, with or without dashes.
    void add(std::string_view method, std::string_view pattern, api_audience who, api_handler handler);

private:
    site_state& state_;
    router& to_;
};

// The token that a request brings, or empty.
std::string_view api_token_of(const request& from);

// The person it belongs to, as the person is now.
std::optional<user> token_holder(const site_state& state, const request& from);

// Whether the person proved within the last 5 minutes who they are, as every change of bindings asks for.
bool has_fresh_token(const site_state& state, const request& from);

// True for the paths that answer 404 and 405 in JSON.
bool is_api_path(std::string_view path);

}  // namespace host
