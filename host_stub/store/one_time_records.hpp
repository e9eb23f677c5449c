#pragma once

#include "ambient.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace host {

class database;
class key_file;

// Values that one holder of a random key may take once, until they expire: accounts that wait to be bound, and the
// like. Keys are kept as fingerprints, values sealed.
class one_time_records {
public:
    one_time_records(database& data, const key_file& keys) : data_{data}, keys_{keys} {}

    void put(std::string_view key, std::string_view value, wall_time expires);
    std::optional<std::string> peek(std::string_view key, wall_time now) const;
    std::optional<std::string> take(std::string_view key, wall_time now);  // of many at once, one gets it
    void forget_expired(wall_time now);

private:
    database& data_;
    const key_file& keys_;
};

}  // namespace host
