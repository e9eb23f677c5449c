#include "validator/fuzz_case.hpp"

#include "support/catch.hpp"
#include "validator/mutation.hpp"

#include <unistd.h>

#include <fstream>

using namespace validator;

namespace {

struct file_of_a_test {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("fuzz-case-" + std::to_string(::getpid()) + ".json");

    explicit file_of_a_test(std::string_view text) { std::ofstream{path} << text; }
    ~file_of_a_test() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("a case that was found can be read again, whatever its bytes", "[fuzz_case]") {
    std::string bytes;
    for (int i = 0; i < 256; ++i)
        bytes += static_cast<char>(i);
    const fuzz_case found{spoiled::content_type, 3, bytes};
    const file_of_a_test file{found.text("resolve_account \"crashed\"\n")};
    const auto again = fuzz_case::read(file.path);
    CHECK(again.what == spoiled::content_type);
    CHECK(again.answer == 3);
    CHECK(again.bytes == bytes);
}

TEST_CASE("a file that is no case is refused by its name", "[fuzz_case]") {
    for (const auto* const text :
         {"", "{}", R"({"spoiled": "cookie", "answer": 0, "hex": ""})",
          R"({"spoiled": "query", "answer": -1, "hex": ""})", R"({"spoiled": "query", "answer": 0, "hex": "0g"})",
          R"({"spoiled": "query", "answer": 0, "hex": "abc"})"}) {
        CAPTURE(text);
        const file_of_a_test file{text};
        CHECK_THROWS_WITH(fuzz_case::read(file.path), Catch::Matchers::StartsWith(file.path.string()));
    }
}

TEST_CASE("the same seed mutates in the same way, and hardly ever not at all", "[mutation]") {
    std::mt19937_64 one{7}, other{7};
    int unchanged = 0;
    for (int i = 0; i < 200; ++i) {
        std::string first = "code=${code}&state=${state}", second = first;
        mutate(first, one), mutate(second, other);
        CHECK(first == second);
        unchanged += first == "code=${code}&state=${state}";
    }
    CHECK(unchanged < 50);
    std::string nothing;
    mutate(nothing, one);
}

TEST_CASE("what cannot be printed is a dot", "[mutation]") {
    CHECK(printable("a\r\n\x7f\xffz") == "a....z");
    CHECK(printable(std::string(1000, 'x')).size() == 200);
}
