// Linked to every test program: what became of each row of the fault matrix, for summary.sh. One file a test case, in
// FAULT_ROWS_DIRECTORY/<program>/<name>, that says "passed" or "failed" and exists only if the test case came to its
// end.

#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

#if __has_include(<catch2/catch_all.hpp>)
using listener_base = Catch::EventListenerBase;
#else
using listener_base = Catch::TestEventListenerBase;
#endif

// "F16: ..." or "F100: ..."
bool is_row(std::string_view name) {
    const auto colon = name.find_first_not_of("0123456789", 1);
    return name.starts_with('F') && colon >= 3 && colon < name.size() && name[colon] == ':';
}

std::filesystem::path file_of(std::string name) {
    std::replace(name.begin(), name.end(), '/', '_');
    const std::filesystem::path results{FAULT_ROWS_DIRECTORY};
    return results / std::filesystem::read_symlink("/proc/self/exe").filename() / name;
}

// Catch2 2 gives the description of a test case as a value, 3 as a pointer.
[[maybe_unused]] const std::string& name_of(const Catch::TestCaseInfo& which) { return which.name; }
[[maybe_unused]] const std::string& name_of(const Catch::TestCaseInfo* which) { return which->name; }

class row_results : public listener_base {
public:
    using listener_base::listener_base;

    void testCaseStarting(const Catch::TestCaseInfo& which) override {
        if (!is_row(which.name)) return;
        const auto file = file_of(which.name);
        std::filesystem::create_directories(file.parent_path());
        std::filesystem::remove(file);
    }
    void testCaseEnded(const Catch::TestCaseStats& end) override {
        const auto& name = name_of(end.testInfo);
        const auto& assertions = end.totals.assertions;
        if (is_row(name))
            std::ofstream{file_of(name)} << (assertions.passed > 0 && assertions.allPassed() ? "passed\n" : "failed\n");
    }
};

CATCH_REGISTER_LISTENER(row_results)

}  // namespace
