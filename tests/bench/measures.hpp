#pragma once

#include "bench/stage.hpp"
#include "bench/table.hpp"

#include <string>
#include <string_view>

namespace bench {

void measure_round_trips(const stage& at, table& out);         // B01 B02
void measure_cold_crowds(const stage& at, table& out);         // B03
void measure_token_death(const stage& at, table& out);         // B04
void measure_login_instructions(const stage& at, table& out);  // B05
void measure_other_instructions(const stage& at, table& out);  // B06 B07
void measure_latency(const stage& at, table& out);             // B08
void measure_throughput(const stage& at, table& out);          // B09
void measure_idle_instances(const stage& at, table& out);      // B11
void measure_logins_in_flight(const stage& at, table& out);    // B12
void measure_cold_start(const stage& at, table& out);          // B13
void measure_library(const stage& at, table& out);             // B14
void measure_stampede(const stage& at, table& out);            // B17
void measure_degraded_mode(const stage& at, table& out);       // B19
void measure_host_pages(const stage& at, table& out);          // B20
void measure_destroy(const stage& at, table& out);             // P10
void measure_build(const std::string& preset, table& out);     // B21

// Leaves a callgrind profile of a thousand repetitions in a file.
void profile(const stage& at, std::string_view workload, const std::string& file);

}  // namespace bench
