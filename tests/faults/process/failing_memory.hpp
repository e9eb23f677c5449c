#pragma once

namespace process_faults {

// This program's malloc. While one of these lives, allocations are counted from 1, on all threads, and some fail.
class failing_memory {
public:
    enum class which { this_one, from_here_on, every };
    failing_memory(long number, which of);
    ~failing_memory();
    failing_memory(const failing_memory&) = delete;

    static long failures();     // so far, or while the last one lived
    static long allocations();  // likewise
};

}  // namespace process_faults
