#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

namespace process {

// A forked child in which something is tried, so that what it does to itself stays there. It ends with the function,
// without what exit does, unless it has ended otherwise before.
class child {
public:
    // The text that the function gives, or that an exception of it says, is for `said`.
    explicit child(const std::function<std::string()>& what);
    ~child();
    child(const child&) = delete;

    // What it said, once it has ended. A child that did not end by itself says by which signal.
    std::string said();
    pid_t id() const { return process_; }

private:
    pid_t process_ = -1;
    int words_ = -1;
};

inline std::string said_by_a_child(const std::function<std::string()>& what) { return child{what}.said(); }

}  // namespace process
