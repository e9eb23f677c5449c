#include "validator/fuzz_case.hpp"

#include "validator/mutation.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace json = boost::json;

namespace validator {
namespace {

constexpr std::array<std::string_view, 4> names_of_spoiled{"query", "config", "body", "content_type"};
constexpr std::string_view digits = "0123456789abcdef";

std::string hex_of(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += {digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

std::string bytes_of(std::string_view hex) {
    if (hex.size() % 2 != 0 || hex.find_first_not_of(digits) != hex.npos)
        throw std::runtime_error{"\"hex\" is not an even number of hexadecimal digits"};
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        out += static_cast<char>(digits.find(hex[i]) << 4 | digits.find(hex[i + 1]));
    return out;
}

}  // namespace

std::string fuzz_case::text(std::string_view happened) const {
    const auto name = names_of_spoiled.at(static_cast<std::size_t>(what));
    return json::serialize(json::object{{"spoiled", name},
                                        {"answer", answer},
                                        {"hex", hex_of(bytes)},
                                        {"printable", printable(bytes)},
                                        {"happened", happened}}) +
           '\n';
}

fuzz_case fuzz_case::read(const std::filesystem::path& file) try {
    std::ifstream in{file};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto all = json::parse(text).as_object();
    const auto name = std::find(names_of_spoiled.begin(), names_of_spoiled.end(), all.at("spoiled").as_string());
    if (name == names_of_spoiled.end())
        throw std::runtime_error{"\"spoiled\" is none of query, config, body, content_type"};
    return {static_cast<spoiled>(name - names_of_spoiled.begin()), json::value_to<std::size_t>(all.at("answer")),
            bytes_of(all.at("hex").as_string())};
} catch (const std::exception& why) {
    throw std::runtime_error{file.string() + " is nothing that fuzz has written: " + why.what()};
}

}  // namespace validator
