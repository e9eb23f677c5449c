#pragma once

#include "validator/scene.hpp"

#include <string>
#include <vector>

// The tests of the section "callback", in files by what the browser brings.
namespace validator {

// A login that has begun. Throws violation if it did not.
journey begun(scene& in, const begin_options& how = {});
// Throws violation unless the answer is the one that the contract has.
void expect_answer(const outcome& said, const std::string& to_what, idp_status status, std::string_view reason = {});
// What handle_callback made of a browser's query is a refusal that a browser may bring about, told completely, or the
// grant of this very login. Throws violation otherwise.
void expect_understood(const outcome& said, const idp::owned<idp_grant>& grant, std::string_view query);

// callback_transactions.cpp
void state_is_random(trial&);
void transaction_shape(trial&);
void no_transaction(trial&);
void expired_transaction(trial&);
void future_transaction(trial&);
void rotated_seal_key(trial&);
void two_transactions(trial&);
void tampered_transaction(trial&);
void restart_loop(trial&);

// callback_queries.cpp
void empty_query(trial&);
void duplicated_parameter(trial&);
void user_refused(trial&);
void same_input_same_answer(trial&);
void context_returned(trial&);
void query_fuzz(trial&);

// callback_grants.cpp
void replayed_grant(trial&);
void forged_grant(trial&);

}  // namespace validator
