#pragma once

#include "ambient.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace host {

class database;

// What idp.host.kv/1 offers to providers: values with a time to live that every process on this file sees. Keys of at
// most 128 of [A-Za-z0-9._:/-], values of at most 64 KiB, others throw std::invalid_argument;
// the providers seal them.
class key_values {
public:
    key_values(database& data, const ambient& outside) : data_{data}, outside_{outside} {}

    std::optional<std::string> get(std::string_view key) const;
    void put(std::string_view key, std::string_view value, std::chrono::milliseconds ttl);
    bool put_if_absent(std::string_view key, std::string_view value, std::chrono::milliseconds ttl);  // false: is there
    std::size_t forget_expired();                                                                     // how many

private:
    database& data_;
    ambient outside_;
};

}  // namespace host
