#pragma once

#include "providers/key_value_store.hpp"
#include "store/key_values.hpp"

namespace host {

// The values of providers, in the store of this host. The store's part must outlive it.
class stored_values final : public key_value_store {
public:
    explicit stored_values(key_values& in) : in_{in} {}

    std::optional<std::string> get(std::string_view key) override { return in_.get(key); }
    void put(std::string_view key, std::string_view value, std::chrono::milliseconds lifetime) override {
        in_.put(key, value, lifetime);
    }
    bool put_if_absent(std::string_view key, std::string_view value, std::chrono::milliseconds lifetime) override {
        return in_.put_if_absent(key, value, lifetime);
    }

private:
    key_values& in_;
};

}  // namespace host
