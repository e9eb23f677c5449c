#pragma once

#include "validator/trial.hpp"

// The tests of the section store, by file.
namespace validator {

// store_node_tests.cpp
void kv_nonsense(trial& of);
void kv_one_token(trial& of);
void kv_once_across_nodes(trial& of);

// clock_tests.cpp
void clock_jumps(trial& of);
void token_expiry(trial& of);

}  // namespace validator
