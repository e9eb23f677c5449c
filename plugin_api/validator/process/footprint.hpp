#pragma once

#include <cstddef>
#include <ostream>

namespace process {

// What a process has open. The threads and sockets of a test's server come and go by themselves: its threads are not
// counted, and its sockets are gone soon after those of its clients.
struct footprint {
    std::size_t descriptors = 0, threads = 0;

    static footprint now();
    // Waits until there is no more than this, and gives what there is then. What is still more after some seconds
    // stays.
    footprint settled() const;

    friend bool operator==(const footprint&, const footprint&) = default;
    friend std::ostream& operator<<(std::ostream& out, const footprint& what) {
        return out << what.descriptors << " descriptors, " << what.threads << " threads";
    }
};

}  // namespace process
