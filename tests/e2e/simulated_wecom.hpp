#pragma once

#include <boost/json/value.hpp>

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace e2e {

struct api_call {
    std::string path, target;  // the target as it came, with its query
    int connection = 0;
};

// The simulator's program as a child of the test, with a directory of its own. Ends with the object.
class simulated_wecom {
public:
    simulated_wecom();
    ~simulated_wecom();
    simulated_wecom(const simulated_wecom&) = delete;

    std::string origin() const;
    std::string ca_file() const { return (directory_ / "ca.pem").string(); }

    // The control port: docs/simulator.md.
    boost::json::value ask(std::string_view route) const;
    boost::json::value tell(std::string_view route, const boost::json::value& body) const;

    // Calls of the API so far, in order.
    std::vector<api_call> api_calls() const;
    // Those whose path ends like this; "" for all.
    int calls(std::string_view path_end) const;
    // Connections on which they came.
    int api_connections() const;

private:
    std::filesystem::path directory_;
    pid_t process_ = -1;
    std::string origin_, control_;
};

}  // namespace e2e
