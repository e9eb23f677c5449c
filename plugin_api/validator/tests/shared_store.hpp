#pragma once

#include "validator/attentive_host.hpp"

#include <functional>
#include <map>
#include <string>

namespace validator {

// idp.host.kv/1 as several nodes see it: its memory is shared with the processes that are forked from this one. Values
// stay as long as it lives, which is not long.
class shared_store {
public:
    shared_store();
    ~shared_store();
    shared_store(const shared_store&) = delete;

    // The host has this store. One store a process.
    void offer(attentive_host& host) const;

    std::map<std::string, std::string> values() const;
    // What somebody does who can write to the store.
    void replace(const std::map<std::string, std::string>& values);

private:
    struct memory;
    static idp_status IDP_CALL get(void* ctx, const idp_str* key, void(IDP_CALL* sink)(void*, const char*, std::size_t),
                                   void* user);
    static idp_status IDP_CALL put(void* ctx, const idp_str* key, const idp_str* value, std::uint32_t ttl_ms);
    static idp_status IDP_CALL put_if_absent(void* ctx, const idp_str* key, const idp_str* value, std::uint32_t ttl_ms);
    static memory* offered;

    memory* const memory_;
};

}  // namespace validator
