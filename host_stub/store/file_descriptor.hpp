#pragma once

#include <unistd.h>

namespace host {

// Owns an open file; closes it at its end.
class file_descriptor {
public:
    explicit file_descriptor(int number) : number_{number} {}
    file_descriptor(const file_descriptor&) = delete;
    file_descriptor& operator=(const file_descriptor&) = delete;
    ~file_descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    explicit operator bool() const { return number_ >= 0; }
    int number() const { return number_; }

private:
    int number_;
};

}  // namespace host
