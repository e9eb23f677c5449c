#pragma once

#include "bench/stage.hpp"

#include <cstddef>
#include <memory>

namespace bench {

// libcurl doing the plugin's request: one handle on one connection, blocking.
class curl_easy {
public:
    explicit curl_easy(const stage& at);
    ~curl_easy();
    void log_in(std::size_t which);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

// libcurl's multi interface: so many handles in flight over at most so many connections, one thread.
class curl_multi {
public:
    curl_multi(const stage& at, std::size_t in_flight, long connections);
    ~curl_multi();
    void log_in_all(std::size_t logins);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace bench
