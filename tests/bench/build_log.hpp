#pragma once

#include <string>
#include <vector>

namespace bench {

// Runs a compiler and adds a line to a log: the most memory it took in KiB, and its last argument, the source.
// `command` begins with the name of the log.
int compile(const std::vector<std::string>& command);

}  // namespace bench
