#pragma once

#include <random>
#include <string>

namespace validator {

std::string random_bytes(std::mt19937_64& random, std::size_t size);

// Takes text a few steps away from what it was: what people, browsers, proxies and attackers do to queries and JSON.
void mutate(std::string& text, std::mt19937_64& random);

// For a sentence: the beginning, with a dot for each byte that cannot be printed.
std::string printable(std::string_view bytes);

}  // namespace validator
