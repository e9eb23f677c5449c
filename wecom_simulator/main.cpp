#include "control.hpp"
#include "fixtures.hpp"
#include "server.hpp"
#include "simulation.hpp"

#include <openssl/rand.h>

#include <fstream>
#include <iostream>

namespace simulator {
namespace {

time_point real_now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

// The alphabets have 10 and 64 letters: a byte's remainder is close enough to even for a simulator.
std::string draw(std::size_t length, std::string_view alphabet) {
    std::string text(length, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(text.data()), static_cast<int>(length)) != 1)
        throw std::runtime_error("the random generator failed");
    for (auto& c : text)
        c = alphabet[static_cast<unsigned char>(c) % alphabet.size()];
    return text;
}

world make_world(const std::string& path) {
    if (path.empty()) return {default_fixtures(), draw};
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    try {
        return {parse_json(std::string(std::istreambuf_iterator<char>(in), {})), draw};
    } catch (const malformed& reason) {
        throw std::runtime_error(path + ": " + reason.what());
    }
}

std::string printed(const address& at, unsigned short port) { return at.host + ":" + std::to_string(port); }

void run(const options& given) {
    auto state = make_world(given.fixtures);
    auto files = prepare_certificates(given.tls_dir, real_now());
    server listeners;
    auto tls_port = listeners.listen_tls(
        given.listen, files, [&](const request& from) { return answer(state, from, real_now()); }, state.log);
    auto control_port = listeners.listen_plain(
        given.control, [&](const request& from) { return reply{answer_control(state, from, real_now())}; });
    boost::json::object ready{{"listen", printed(given.listen, tls_port)},
                              {"control", printed(given.control, control_port)}};
    if (given.listen_http) {
        auto port = listeners.listen_plain(*given.listen_http, [&](const request& from) {
            return reply{answer_plain_http(from, tls_port, real_now() + state.advanced)};
        });
        ready["listen_http"] = printed(*given.listen_http, port);
    }
    ready["ca"] = files.ca.string();
    std::cout << boost::json::serialize(ready) << std::endl;
    listeners.run();
}

}  // namespace
}  // namespace simulator

int main(int argc, char** argv) {
    try {
        simulator::run(simulator::read_options({argv + 1, argv + argc}));
        return 0;
    } catch (const std::invalid_argument& wrong) {
        std::cerr << "wecom-simulator: " << wrong.what() << '\n' << simulator::usage << '\n';
        return 2;
    } catch (const std::exception& failed) {
        std::cerr << "wecom-simulator: " << failed.what() << '\n';
        return 1;
    }
}
