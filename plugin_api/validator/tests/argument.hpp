#pragma once

#include "validator/trial.hpp"

// The tests of the section "argument", in files by what is wrong with the argument.
namespace validator {

// argument_texts.cpp
void length_without_pointer(trial&);
void huge_length(trial&);
void embedded_nul(trial&);
void bad_utf8(trial&);
void too_long(trial&);

// argument_rules.cpp
void list_misuse(trial&);
void instance_id_rule(trial&);
void seal_key_rule(trial&);
void redirect_uri_rule(trial&);

// argument_config.cpp
void bad_config(trial&);

// argument_errors.cpp
void error_texts(trial&);
void failure_is_zero(trial&);

}  // namespace validator
