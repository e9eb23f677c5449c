#pragma once

#include <string>

namespace host {

// What an error of this type said; empty, if there was none.
template <class Error, class Action>
std::string refusal(Action what) {
    try {
        what();
    } catch (const Error& why) {
        return why.what();
    }
    return {};
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace host
