#pragma once

#include "validator/trial.hpp"

// The tests of the section network, by file.
namespace validator {

// network_answer_tests.cpp
void truncated_body(trial& of);
void oversized_body(trial& of);
void oversized_header(trial& of);
void wrong_content_type(trial& of);
void not_json(trial& of);
void empty_subject(trial& of);

// network_connection_tests.cpp
void duplicate_headers(trial& of);
void redirect_not_followed(trial& of);
void reset_mid_answer(trial& of);
void unsolicited_second_answer(trial& of);
void expired_certificate(trial& of);
void wrong_name_certificate(trial& of);
void self_signed_certificate(trial& of);

// network_deadline_tests.cpp
void deadline(trial& of);

}  // namespace validator
