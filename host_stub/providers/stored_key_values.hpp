#pragma once

#include "providers/key_value_store.hpp"
#include "store/key_values.hpp"

namespace host {

// The store of this host as providers see it: what one process of the deployment puts there, the others find.
class stored_key_values : public key_value_store {
public:
    explicit stored_key_values(key_values& where) : where_{where} {}  // where must outlive it

    std::optional<std::string> get(std::string_view key) override { return where_.get(key); }
    void put(std::string_view key, std::string_view value, std::chrono::milliseconds lifetime) override {
        where_.put(key, value, lifetime);
    }
    bool put_if_absent(std::string_view key, std::string_view value, std::chrono::milliseconds lifetime) override {
        return where_.put_if_absent(key, value, lifetime);
    }

private:
    key_values& where_;
};

}  // namespace host
