#pragma once

#include "bench/workloads.hpp"

namespace bench {

// Creates so many instances, each of another company, and lets each log one person in at the end.
findings idle_instances(const stage& at, std::size_t count);

// So many logins while WeCom does not answer.
findings logins_in_flight(const stage& at, std::size_t count);

// destroy with so many logins under way that wait for a name server that does not answer. Needs a network of its own,
// which it makes.
findings destroy_with_dead_dns(const stage& at, std::size_t count);

}  // namespace bench
