#include "options.hpp"

#include "support/catch.hpp"

#include <stdexcept>
#include <vector>

using namespace simulator;

namespace {

options read(std::vector<std::string> arguments) {
    std::vector<char*> pointers;
    for (auto& each : arguments)
        pointers.push_back(each.data());
    return read_options(pointers);
}

std::string complaint(std::vector<std::string> arguments) {
    try {
        read(std::move(arguments));
    } catch (const std::invalid_argument& reason) {
        return reason.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("the two required options are enough", "[options]") {
    auto given = read({"--listen", "127.0.0.1:8443", "--tls-dir", "tls"});
    CHECK(given.listen.host == "127.0.0.1");
    CHECK(given.listen.port == 8443);
    CHECK(given.tls_dir == "tls");
    CHECK(given.control.host == "127.0.0.1");
    CHECK(given.control.port == 0);
    CHECK_FALSE(given.listen_http);
    CHECK(given.fixtures.empty());
}

TEST_CASE("what is wrong with the command line is named", "[options]") {
    CHECK(complaint({}) == "--listen is missing");
    CHECK(complaint({"--listen", "127.0.0.1:0"}) == "--tls-dir is missing");
    CHECK(complaint({"--listen"}) == "--listen wants a value, or is not known");
    CHECK(complaint({"--port", "1"}) == "--port is not known");
    for (auto bad : {"", "localhost:1", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999"}) {
        CAPTURE(bad);
        CHECK(complaint({"--listen", bad}) == "--listen wants an IPv4 address and a port, like 127.0.0.1:0");
    }
}

TEST_CASE("the control port stays on loopback", "[options]") {
    CHECK_THAT(complaint({"--listen", "127.0.0.1:0", "--tls-dir", "tls", "--control", "0.0.0.0:1"}),
               Catch::Matchers::StartsWith("--control must be a loopback address"));
}
