// What it costs to build, without a compiler cache.

#include "bench/build_log.hpp"
#include "bench/measures.hpp"
#include "bench/rounds.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

void must(const std::vector<std::string>& command) {
    const auto done = run(command);
    constexpr std::size_t enough = 500;
    const auto end = done.said.size() > enough ? done.said.substr(done.said.size() - enough) : done.said;
    if (done.status != 0) throw std::runtime_error{command[0] + " failed: " + end};
}

double build(const std::string& folder, const std::string& target) {
    const stopwatch took;
    must({"cmake", "--build", folder, "--target", target, "--parallel",
          std::to_string(std::thread::hardware_concurrency())});
    return took.seconds();
}

}  // namespace

// This program is the compiler's launcher and writes down what each file took.
int compile(const std::vector<std::string>& command) {
    const auto done = run({command.begin() + 1, command.end()});
    std::cerr << done.said;
    std::ofstream{command.at(0), std::ios::app} << done.largest_kib << ' ' << command.back() << '\n';
    return done.status == 0 ? 0 : 1;
}

void measure_build(const std::string& preset, table& out) {
    const auto folder = std::filesystem::temp_directory_path() / ("build-" + preset + '-' + std::to_string(::getpid()));
    const std::shared_ptr<void> in_the_end{nullptr, [&](void*) { std::filesystem::remove_all(folder); }};
    const auto log = folder / "compiled";
    const auto launcher = this_program() + ";--compile;" + log.string();
    must({"cmake", "-S", SOURCE_FOLDER, "-B", folder.string(), "--preset", preset,
          "-DCMAKE_CXX_COMPILER_LAUNCHER=" + launcher, "-DCMAKE_C_COMPILER_LAUNCHER=" + launcher});
    const auto plugin = build(folder.string(), "idp_wecom"), rest = build(folder.string(), "all");
    long largest = 0;
    std::string largest_file;
    std::ifstream compiled{log};
    std::string file;
    for (long size; compiled >> size && std::getline(compiled, file);)
        if (size > largest) {
            largest = size;
            largest_file = std::filesystem::path{file}.filename();
        }
    out.line("B21", preset + ": building the plugin alone", {plugin, "s"}, at_most(90));
    out.line("B21", preset + ": building everything", {plugin + rest, "s"}, at_most(480));
    out.line("B21", preset + ": largest compiler, for " + largest_file, {static_cast<double>(largest) / 1024, "MiB"},
             count_at_most(1536));
}

}  // namespace bench
