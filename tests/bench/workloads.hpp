#pragma once

#include "bench/stage.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// What a workload found out, by name.
using findings = std::map<std::string, double, std::less<>>;

// A workload is done by a process of its own: alone in memory, or under valgrind, or without OpenSSL at its start.
// `wecom-bench --work NAME STAGE [COUNT]` does one and prints its findings.
int do_work(const std::vector<std::string>& arguments);

// Lets another process do it, behind a command like {"valgrind"}. Throws if that fails.
findings work_elsewhere(const stage& at, std::string_view name, std::size_t count = 0,
                        std::vector<std::string> command = {});

// What all its output says; the line "name: number" is a finding.
findings findings_in(const std::string& said);

}  // namespace bench
