#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace host {

// What the processes and nodes of this host see the same: values by key, each until its time is over. Any thread may
// call it, many at once. A store that fails throws std::exception, and whoever asked is told.
class key_value_store {
public:
    virtual ~key_value_store() = default;

    // Nothing if it is absent or its time is over.
    virtual std::optional<std::string> get(std::string_view key) = 0;

    // Whatever was there before.
    virtual void put(std::string_view key, std::string_view value, std::chrono::milliseconds lifetime) = 0;

    // False if it was there: of many who put it at once, one is told that it was not.
    virtual bool put_if_absent(std::string_view key, std::string_view value, std::chrono::milliseconds lifetime) = 0;
};

}  // namespace host
