#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace validator {

// What of a recipe was mutated.
enum class spoiled : std::uint32_t { query, config, body, content_type };

// One thing of a recipe, mutated.
struct fuzz_case {
    spoiled what;
    std::size_t answer;  // which one of the recipe, if it is part of one
    std::string bytes;

    // What a file holds that replays it: JSON, with a sentence that says what happened.
    std::string text(std::string_view happened) const;
    // Throws std::runtime_error if the file is none of these.
    static fuzz_case read(const std::filesystem::path& file);
};

}  // namespace validator
