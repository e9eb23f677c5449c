#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

// FUZZ_TARGET(name) { ... } is a function of `input`, foreign bytes that end where they end: reading on is a finding,
// and so is whatever it throws. Under clang's libFuzzer it is the program fuzz_<name>; everywhere else test_fuzz_corpus
// calls it with the files of corpus/<name>.

namespace fuzz {

// A property that holds whatever the input is. It is named by a sentence, which is what a finding says.
inline void holds(bool property, const char* sentence) {
    if (!property) throw std::logic_error{sentence};
}

using target = void (*)(std::string_view input);

// Makes a target known to test_fuzz_corpus.
struct registration {
    registration(std::string_view name, target run);
};

}  // namespace fuzz

#ifdef FUZZ_WITH_LIBFUZZER
#define FUZZ_TARGET(name)                                                                \
    static void fuzz_##name(std::string_view);                                           \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) { \
        fuzz_##name({reinterpret_cast<const char*>(bytes), size});                       \
        return 0;                                                                        \
    }                                                                                    \
    static void fuzz_##name(std::string_view input)
#else
#define FUZZ_TARGET(name)                                                        \
    static void fuzz_##name(std::string_view);                                   \
    static const fuzz::registration registration_of_##name{#name, &fuzz_##name}; \
    static void fuzz_##name(std::string_view input)
#endif
