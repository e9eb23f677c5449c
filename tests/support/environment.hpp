#pragma once

#include <cstdlib>
#include <string>

// A variable of this process that is gone again with this object.
class environment_variable {
public:
    environment_variable(std::string name, const std::string& value) : name_{std::move(name)} {
        ::setenv(name_.c_str(), value.c_str(), 1);
    }
    ~environment_variable() { ::unsetenv(name_.c_str()); }
    environment_variable(const environment_variable&) = delete;

private:
    std::string name_;
};
