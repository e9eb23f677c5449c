#pragma once

#include "api/api_answer.hpp"
#include "api/provider_address.hpp"
#include "providers/provider_registry.hpp"
#include "web/schema_form/schema.hpp"

#include <boost/json/object.hpp>

#include <string_view>
#include <vector>

namespace host {

// What stands for a secret in every answer. Sent back, it means: keep the one that is stored.
constexpr std::string_view kept_secret = "********";

// A stored configuration as the API shows it: no secret, nothing that only operators see unless for_operator, nothing
// that the schema does not know; and the addresses of the provider.
boost::json::object shown_config(const config_schema& schema, const boost::json::object& stored,
                                 const provider_address& address, bool for_operator);

struct merged_config {
    boost::json::object config;
    std::vector<request_issue> issues;  // not empty: config must not be stored
};

// What is stored after sent: members that were left out stay, null takes one away, addresses and read-only members are
// overlooked, what the schema does not know is refused. Whether the provider likes it is another question.
merged_config merge_config(const config_schema& schema, const boost::json::object& sent,
                           const boost::json::object& stored, bool by_operator);

// What the provider says of a configuration, as the answer says it: where in the body, and why.
request_issue to_request_issue(const config_issue& said);

}  // namespace host
