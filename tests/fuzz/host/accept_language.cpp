#include "web/accept_language.hpp"

#include "fuzz/target.hpp"

#include <string>

using namespace host;
using fuzz::holds;

FUZZ_TARGET(accept_language) {
    const auto preferred = preferred_language(input);
    holds(preferred == language::english || input.find_first_of("zZ") != input.npos,
          "Chinese is named, or it is English");
    holds(preferred_language(std::string{input}.append(",fr;q=0.9,x")) == preferred, "other languages change nothing");
    holds(preferred_language(std::string{input}.append(",zh;q=0,en;q=0")) == preferred,
          "a weight of 0 changes nothing");
}
