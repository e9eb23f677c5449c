#pragma once

#include <string>
#include <string_view>

namespace host {

// What is kept of a password: scrypt (N = 2^15, r = 8, p = 1) under a salt of 16 random bytes. Takes 32 MiB and some
// 60 ms; at most 4 of the process work at once, the others wait.
std::string hash_password(std::string_view password, std::string_view salt);

// An empty hash matches nothing and costs the same.
bool matches(std::string_view password, std::string_view hash);

// 10 to 256 characters of UTF-8.
bool is_acceptable_password(std::string_view password);

// 20 characters that cannot be mistaken for each other, of 20 random bytes.
std::string to_one_time_password(std::string_view random_bytes);

}  // namespace host
