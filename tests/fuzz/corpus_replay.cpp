// Calls every target with the files of its folder: test_fuzz_corpus FOLDER
#include "fuzz/target.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

namespace {

namespace fs = std::filesystem;

// Targets register before main begins, in any order.
std::map<std::string_view, fuzz::target>& targets() {
    static std::map<std::string_view, fuzz::target> all;
    return all;
}

// False for a finding, which it tells.
bool is_passed_by(fuzz::target run, const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    // On the heap and of the right size, so that AddressSanitizer sees who reads on.
    const std::unique_ptr<char[]> exact{new char[bytes.size()]};
    std::copy(bytes.begin(), bytes.end(), exact.get());
    try {
        if (!in) throw std::runtime_error{"the file cannot be read"};
        run({exact.get(), bytes.size()});
        return true;
    } catch (const std::exception& why) {
        std::cerr << file.string() << ": " << why.what() << '\n';
        return false;
    }
}

// How many files it has passed; none if there was a finding.
int replay(std::string_view name, fuzz::target run, const fs::path& folder) {
    int passed = 0;
    bool clean = true;
    std::cout << name << std::flush;  // whose sanitizer report follows
    for (const auto& entry : fs::directory_iterator{folder})
        is_passed_by(run, entry.path()) ? ++passed : clean = false;
    std::cout << ": " << passed << " files\n";
    return clean ? passed : 0;
}

}  // namespace

fuzz::registration::registration(std::string_view name, target run) { targets().emplace(name, run); }

int main(int count, char** arguments) {
    if (count != 2 || targets().empty()) return 2;
    const fs::path corpus{arguments[1]};
    bool good = true;
    for (const auto& [name, run] : targets())
        if (!fs::is_directory(corpus / name) || replay(name, run, corpus / name) == 0) {
            std::cerr << name << ": a finding, or no corpus\n";
            good = false;
        }
    for (const auto& entry : fs::directory_iterator{corpus})
        if (!targets().contains(entry.path().filename().string())) {
            std::cerr << entry.path().string() << ": a corpus without a target\n";
            good = false;
        }
    return good ? 0 : 1;
}
