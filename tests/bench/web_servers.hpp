#pragma once

#include "bench/processes.hpp"
#include "bench/stage.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace bench {

// A folder for everything that servers write, gone with the object.
class scratch_folder {
public:
    scratch_folder();
    ~scratch_folder();
    scratch_folder(const scratch_folder&) = delete;

    std::string file(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

// A program that serves the same login page, on the processor of the servers, until the object ends.
struct web_server {
    std::unique_ptr<child_process> process;
    std::string origin;  // its login page is at origin + "/login"
};

// idp-host with one provider, "wecom", which is the server of the stage. What it says is in "host.log".
web_server start_host(const stage& at, const scratch_folder& in);
// The same form, made by Django and served by gunicorn, each as Debian has it.
web_server start_django(const scratch_folder& in);
// The bytes of `page`, as a file.
web_server start_nginx(const scratch_folder& in, std::string_view page);

std::string content_of(const std::string& file);

}  // namespace bench
