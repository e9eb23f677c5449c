#pragma once

#include "validator/trial.hpp"

// The tests of the section async, by file.
namespace validator {

inline const idp_async_v1* async_of(trial& of) { return of.needed_extension<idp_async_v1>(IDP_ASYNC_V1); }

// async_completion_tests.cpp
void callback_exactly_once(trial& of);
void callback_not_inline(trial& of);
void callback_blocks(trial& of);
void completion_may_start_next(trial& of);
void reentrant(trial& of);

// cancel_tests.cpp
void cancel_unknown(trial& of);
void cancel_remembers_nothing(trial& of);
void cancel_ends_call(trial& of);
void cancel_races(trial& of);

}  // namespace validator
