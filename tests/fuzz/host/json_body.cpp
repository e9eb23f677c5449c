#include "api/json_body.hpp"

#include "api/body_fields.hpp"
#include "fuzz/json_doubles.hpp"
#include "fuzz/target.hpp"

#include <boost/json/serialize.hpp>

using namespace host;
using fuzz::holds;

// As the routes of the API read it.
FUZZ_TARGET(json_body) {
    const auto body = parse_json_body(input);
    if (!body) return;
    const auto again = parse_json_body(boost::json::serialize(*body));
    holds(again && (has_doubles(*body) || *again == *body), "a body that is written again is the same");

    body_fields fields{*body};
    const auto name = fields.text("username", presence::required);
    const auto data = fields.object("data", presence::optional);
    const auto issues = fields.issues();
    const auto* member = body->if_contains("username");
    holds(name.has_value() == (member && member->is_string()), "a text is one");
    holds(!data || body->contains("data"), "an object is there");
    const auto known = static_cast<std::size_t>(body->contains("username")) + body->contains("data");
    holds(!issues.empty() || (name && body->size() == known), "what nobody knows is refused");
}
