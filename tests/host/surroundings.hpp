#pragma once

#include "ambient.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace host {

// Time that stands still until a test moves it, and random bytes that never repeat.
class made_up_world {
public:
    ambient outside() {
        return {.now = [this] { return wall_time{std::chrono::seconds{now_.load()}}; },
                .steady_now =
                    [this] { return std::chrono::steady_clock::time_point{std::chrono::seconds{now_.load() - start}}; },
                .random_bytes =
                    [this](std::size_t count) {
                        auto bytes = std::to_string(++drawn_);
                        bytes.resize(count, '.');
                        return bytes;
                    }};
    }
    void pass(std::chrono::seconds time) { now_ += time.count(); }

private:
    static constexpr std::int64_t start = 1'800'000'000;
    std::atomic<std::int64_t> now_{start};
    std::atomic<std::uint64_t> drawn_{0};
};

// A folder of this test alone, gone at its end.
class temporary_folder {
public:
    temporary_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "idp-host-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder"};
        path_ = name;
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() { std::filesystem::remove_all(path_); }

    const std::filesystem::path& path() const { return path_; }
    std::string write(const std::string& name, const std::string& content) const {
        std::ofstream{path_ / name} << content;
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

}  // namespace host
