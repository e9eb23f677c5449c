#pragma once

#include "validator/attempt.hpp"

#include <chrono>
#include <filesystem>
#include <iosfwd>

namespace validator {

// Hands the provider spoiled queries, configurations and answers of its server, all mutated from the recipe's good
// ones, in processes of their own. What crashes, hangs or breaks the contract is written to a file of the working
// directory that replays it. The number of such files. Called on the only thread of the process.
int fuzz(const subject& of, std::chrono::minutes how_long, std::ostream& told);

// Does once more what such a file has; true if the provider passes now. Throws std::runtime_error if it is none.
bool replay(const subject& of, const std::filesystem::path& file, std::ostream& told);

}  // namespace validator
