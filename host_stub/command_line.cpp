#include "command_line.hpp"

#include <algorithm>

namespace host {

command_line::command_line(const std::vector<std::string>& arguments, std::initializer_list<std::string_view> options,
                           std::initializer_list<std::string_view> switches) {
    const auto among = [](const auto& names, std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (auto at = arguments.begin(); at != arguments.end(); ++at) {
        if (!at->starts_with("--")) throw usage_error{*at + ": an option has to begin with --"};
        const auto equals = at->find('=');
        const auto name = at->substr(2, equals == std::string::npos ? equals : equals - 2);
        if (among(switches, name) && equals == std::string::npos) {
            given_[name];
            continue;
        }
        if (!among(options, name)) throw usage_error{"--" + name + ": is not an option of this command"};
        if (equals != std::string::npos)
            given_[name].push_back(at->substr(equals + 1));
        else if (++at != arguments.end())
            given_[name].push_back(*at);
        else
            throw usage_error{"--" + name + ": needs a value"};
    }
}

std::string command_line::required(std::string_view name) const {
    const auto values = all(name);
    if (values.empty()) throw usage_error{"--" + std::string{name} + ": is needed"};
    return values.back();
}

std::string command_line::value_or(std::string_view name, std::string_view otherwise) const {
    const auto values = all(name);
    return values.empty() ? std::string{otherwise} : values.back();
}

std::vector<std::string> command_line::all(std::string_view name) const {
    const auto at = given_.find(name);
    return at == given_.end() ? std::vector<std::string>{} : at->second;
}

}  // namespace host
