#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chaos {

// The words of config.schema.json, which says what each does. One that is about logins is mild to self-tests, and so
// on.
enum class behaviour {
    mild,
    slow_resolve,
    late_resolve,
    slow_destroy,
    create_errors,
    authorize_errors,
    callback_errors,
    resolve_errors,
    ticket_errors,
    hostile_texts,
    lookalikes,
    verdicts,
    partial_account,
    large_account,
    large_authorize,
    later_minor,
    shared_allocation,
    nothing_owned,
    early_completion,
    deaf_to_cancel,
    finished_before_cancel,
    many_records,
    busy_store,
    odd_options,
    no_options,
    odd_routes,
    self_test_fails,
    random
};

std::optional<behaviour> behaviour_named(std::string_view name);

// One of all but mild and random, the same for the same numbers.
behaviour drawn(std::uint64_t seed, std::uint64_t turn);

}  // namespace chaos
