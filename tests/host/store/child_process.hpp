#pragma once

#include "store/file_descriptor.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace host {

// A program that runs beside the test, and what it prints.
class child_process {
public:
    explicit child_process(std::vector<std::string> words) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
        output_.emplace(ends[0]);
        const file_descriptor other_end{ends[1]};
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, other_end.number(), 1);
        std::vector<char*> arguments;
        for (auto& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const auto error = ::posix_spawn(&id_, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        if (error != 0) throw std::runtime_error{"cannot start " + words[0]};
    }
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;
    ~child_process() { ::waitpid(id_, nullptr, 0); }

    // All it prints until its end; a line that was cut off is not among them.
    std::vector<std::string> lines() {
        std::vector<std::string> out;
        std::string text;
        std::array<char, 4096> part{};
        for (ssize_t count; (count = ::read(output_->number(), part.data(), part.size())) > 0;)
            text.append(part.data(), static_cast<std::size_t>(count));
        for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
            out.push_back(text.substr(0, end));
        return out;
    }

private:
    ::pid_t id_ = 0;
    std::optional<file_descriptor> output_;
};

}  // namespace host
