#pragma once

#include "validator/network/stand_in.hpp"

#include <sys/types.h>

#include <string>

namespace validator {

// The stand-in in a process of its own, so that nothing of it counts as the provider's: no thread, no byte. Begun
// before this process has threads. Always tells the truth; without answers in the recipe there is none.
class remote_stand_in {
public:
    explicit remote_stand_in(const test_recipe& of);
    ~remote_stand_in();
    remote_stand_in(const remote_stand_in&) = delete;

    const std::string& config_json() const { return config_; }

private:
    std::string config_;
    pid_t process_ = -1;
    int end_ = -1;  // the child lives until this is closed
};

}  // namespace validator
