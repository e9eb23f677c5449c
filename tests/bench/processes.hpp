#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace bench {

// The processors this program may use, the first for servers and the last for everything that is measured.
struct processors {
    int servers, clients;
};
const processors& processors_of_this_run();
void pin_to(int processor);

// A process that runs `body` until it is killed, which the destructor does. It dies with its parent.
class child_process {
public:
    child_process(const std::function<void()>& body, int processor);
    ~child_process();
    child_process(const child_process&) = delete;

private:
    pid_t pid_;
};

struct finished {
    int status = -1;       // of wait: 0 is success
    std::string said;      // standard output and error
    long largest_kib = 0;  // resident
};

// The file of this program.
std::string this_program();

// Runs a program to its end. It inherits the processor and all descriptors that are not close-on-exec.
finished run(const std::vector<std::string>& command);

}  // namespace bench
