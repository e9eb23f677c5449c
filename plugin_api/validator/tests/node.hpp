#pragma once

#include "validator/guest.hpp"
#include "validator/tests/shared_store.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace validator {

// Another node of the deployment: a host and an instance in a process of their own, which share the store with this
// one. Made before this process has threads.
class node {
public:
    node(trial& of, const shared_store& store);
    ~node();
    node(const node&) = delete;

    struct end {
        idp_status status = IDP_E_INTERNAL;
        std::uint32_t flags = 0;  // of the account
        std::string subject;
    };
    // With the instance of this configuration, which is made at the first call.
    end resolve(const std::string& config_json, const std::string& grant_token,
                std::chrono::milliseconds timeout = std::chrono::seconds{8});
    // Throws violation, in the words of the other process, unless somebody new could log in.
    void must_log_in(const std::string& config_json);

private:
    std::string ask(const std::string& what);

    pid_t process_ = -1;
    int socket_ = -1;
};

}  // namespace validator
