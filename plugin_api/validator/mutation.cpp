#include "validator/mutation.hpp"

#include <iterator>
#include <string_view>

namespace validator {
namespace {

constexpr std::string_view pieces[] = {
    "&",
    "=",
    "%",
    "%00",
    "%zz",
    "+",
    ";",
    "#",
    "?",
    "&code=",
    "&state=",
    "\xc0",
    "\xff",
    "code=x",
    "%F0%9F%98",
    "\r\n",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "1e999",
    "0.5",
    "99999999999999999999",
    "\"errcode\":0",
    "../",
    "${state}",
};

void mutate_once(std::string& text, std::mt19937_64& random) {
    const auto at = text.empty() ? 0 : random() % text.size();
    switch (random() % 7) {
        case 0: text.insert(at, pieces[random() % std::size(pieces)]); break;
        case 1: text.erase(at, random() % 20 + 1); break;
        case 2: text.insert(at, 1, static_cast<char>(random())); break;
        case 3: text.insert(at, text.substr(random() % (text.size() + 1), random() % 40)); break;
        case 4: text.insert(at, random() % 16 == 0 ? 20'000 : random() % 600, static_cast<char>(random())); break;
        case 5:
            if (!text.empty()) text[at] = static_cast<char>(random());
            break;
        case 6:
            if (random() % 4 == 0) text = random_bytes(random, random() % 200);
            break;
    }
}

}  // namespace

std::string random_bytes(std::mt19937_64& random, std::size_t size) {
    std::string out(size, '\0');
    for (auto& byte : out)
        byte = static_cast<char>(random());
    return out;
}

void mutate(std::string& text, std::mt19937_64& random) {
    for (auto steps = random() % 4 + 1; steps > 0; --steps)
        mutate_once(text, random);
}

std::string printable(std::string_view bytes) {
    std::string out{bytes.substr(0, 200)};
    for (auto& c : out)
        if (c < ' ' || c > '~') c = '.';
    return out;
}

}  // namespace validator
