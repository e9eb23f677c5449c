#include "validator/contract_test.hpp"
#include "validator/tests/sections.hpp"

#include <vector>

namespace validator {
namespace {

constexpr section (*sections[])() = {
    file_tests,    entry_tests,    descriptor_tests,

    struct_tests,  argument_tests, ownership_tests,  callback_tests,

    network_tests, async_tests,    store_tests,      secret_tests,

    thread_tests,  fork_tests,     process_tests,    end_tests,
};

}  // namespace

std::span<const contract_test> catalogue() {
    static const auto all = [] {
        std::vector<contract_test> out;
        for (const auto tests_of : sections) {
            const auto tests = tests_of();
            out.insert(out.end(), tests.begin(), tests.end());
        }
        return out;
    }();
    return all;
}

}  // namespace validator
