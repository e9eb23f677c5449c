#include "options.hpp"

#include <boost/url/parse.hpp>

#include <stdexcept>

namespace simulator {

namespace {

address read_address(std::string_view name, std::string_view text) {
    auto parsed = boost::urls::parse_authority(text);
    // Boost.URL 1.81 lets a number beyond 65535 wrap around, so it has to read back the same.
    bool right = parsed && parsed->host_type() == boost::urls::host_type::ipv4 &&
                 parsed->port() == std::to_string(parsed->port_number());
    if (!right) throw std::invalid_argument(std::string(name) + " wants an IPv4 address and a port, like 127.0.0.1:0");
    return {parsed->host(), parsed->port_number()};
}

void refuse_foreign(const address& control) {
    if (boost::urls::ipv4_address(control.host).is_loopback()) return;
    throw std::invalid_argument("--control must be a loopback address: whoever reaches it rules the simulator");
}

}  // namespace

options read_options(std::span<char* const> arguments) {
    options given;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        std::string name = arguments[i];
        if (i + 1 == arguments.size()) throw std::invalid_argument(name + " wants a value, or is not known");
        std::string value = arguments[i + 1];
        if (name == "--listen")
            given.listen = read_address(name, value);
        else if (name == "--control")
            given.control = read_address(name, value);
        else if (name == "--listen-http")
            given.listen_http = read_address(name, value);
        else if (name == "--tls-dir")
            given.tls_dir = value;
        else if (name == "--fixtures")
            given.fixtures = value;
        else
            throw std::invalid_argument(name + " is not known");
    }
    if (given.listen.host.empty()) throw std::invalid_argument("--listen is missing");
    if (given.tls_dir.empty()) throw std::invalid_argument("--tls-dir is missing");
    refuse_foreign(given.control);
    return given;
}

}  // namespace simulator
