#pragma once

#include <boost/algorithm/string/replace.hpp>

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

namespace host {

// What an answer has to be, to the byte: tests/host/api/golden/<name>.json without the end of its line, with ids and
// the like in the places that the file gives them: "<provider>".
inline std::string golden_file(const std::string& name,
                               std::initializer_list<std::pair<std::string, std::string>> places = {}) {
    std::ifstream in{std::string{API_GOLDEN} + "/" + name + ".json", std::ios::binary};
    std::string out{std::istreambuf_iterator<char>{in}, {}};
    if (out.empty()) throw std::runtime_error{"no golden file " + name};
    out.pop_back();
    for (const auto& [place, text] : places)
        boost::algorithm::replace_all(out, "<" + place + ">", text);
    return out;
}

}  // namespace host
