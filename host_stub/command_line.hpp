#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace host {

// What the person who typed the command has to change.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The options of one command: "--name VALUE", "--name=VALUE" or "--switch". What is not known is refused.
class command_line {
public:
    // options take a value, switches do not. Throws usage_error.
    command_line(const std::vector<std::string>& arguments, std::initializer_list<std::string_view> options,
                 std::initializer_list<std::string_view> switches);

    bool has(std::string_view name) const { return given_.contains(name); }
    std::string required(std::string_view name) const;  // throws usage_error
    std::string value_or(std::string_view name, std::string_view otherwise) const;
    std::vector<std::string> all(std::string_view name) const;

private:
    std::map<std::string, std::vector<std::string>, std::less<>> given_;
};

}  // namespace host
