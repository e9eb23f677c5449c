#include "bench/web_servers.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bench {
namespace {

namespace fs = std::filesystem;

void write(const std::string& file, std::string_view text) { std::ofstream{file} << text; }

// In the place of the process: comes back only if it cannot. What the program says goes into a file.
void become(const std::vector<std::string>& command, const std::string& output) {
    const int file = ::open(output.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (::dup2(file, STDOUT_FILENO) < 0 || ::dup2(file, STDERR_FILENO) < 0) ::_exit(1);
    std::vector<char*> arguments;
    for (const auto& one : command)
        arguments.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    throw std::runtime_error{command[0] + " cannot be started"};
}

std::unique_ptr<child_process> start(const std::vector<std::string>& command, const std::string& output) {
    return std::make_unique<child_process>([&] { become(command, output); }, processors_of_this_run().servers);
}

// A port that nobody had a moment ago, for servers that cannot choose one themselves.
std::string free_port() {
    static int last = 18'000 + ::getpid() % 2'000;
    return std::to_string(++last);
}

web_server when_ready(std::unique_ptr<child_process> process, const std::string& origin) {
    wait_until(origin, [&] { return run({"curl", "-fsS", "-o", "/dev/null", origin + "/login"}).status == 0; });
    return {std::move(process), origin};
}

std::string host_config(const stage& at) {
    return R"({"id":"wecom","provider":"org.idpplugin.wecom","name":"企业微信","config":{"corpid":"ww3f6c1e8a2b9d4075",)"
           R"("corpsecret":"iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW","agentid":1000002,"mode":"qr",)"
           R"("network":{"api_base":")" +
           at.origin() + R"(","ca_file":")" + at.ca_file() + R"(","allow_private":true}}})";
}

}  // namespace

scratch_folder::scratch_folder() {
    auto name = (fs::temp_directory_path() / "wecom-bench.XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder can be made"};
    path_ = name;
}

scratch_folder::~scratch_folder() {
    std::error_code left_behind;
    fs::remove_all(path_, left_behind);
}

std::string content_of(const std::string& file) {
    std::ostringstream out;
    out << std::ifstream{file}.rdbuf();
    return out.str();
}

web_server start_host(const stage& at, const scratch_folder& in) {
    write(in.file("wecom.json"), host_config(at));
    auto process =
        start({HOST_PROGRAM, "serve", "--plugin-dir", fs::path{PLUGIN_FILE}.parent_path().string(), "--listen",
               "127.0.0.1:0", "--data", in.file("host.db"), "--config", in.file("wecom.json"), "--log-level", "error"},
              in.file("host.log"));
    constexpr std::string_view name = R"("public_url":")";
    std::string said;
    wait_until("the host's ready line",
               [&] { return (said = content_of(in.file("host.log"))).find(name) != said.npos; });
    const auto begin = said.find(name) + name.size();
    return when_ready(std::move(process), said.substr(begin, said.find('"', begin) - begin));
}

web_server start_django(const scratch_folder& in) {
    const auto address = "127.0.0.1:" + free_port();
    return when_ready(start({"gunicorn", "--chdir", SOURCE_FOLDER "/tests/bench", "--bind", address, "--worker-class",
                             "gthread", "--threads", "4", "--log-level", "error", "django_site"},
                            in.file("django.log")),
                      "http://" + address);
}

web_server start_nginx(const scratch_folder& in, std::string_view page) {
    const auto address = "127.0.0.1:" + free_port();
    write(in.file("login"), page);
    write(in.file("nginx.conf"),
          "user root;\ndaemon off;\nworker_processes 1;\nerror_log stderr crit;\npid " + in.file("nginx.pid") +
              ";\nevents {}\nhttp {\n  access_log off;\n  default_type text/html;\n  server {\n    listen " + address +
              ";\n    root " + in.file("") + ";\n  }\n}\n");
    return when_ready(start({"nginx", "-c", in.file("nginx.conf"), "-p", in.file("")}, in.file("nginx.log")),
                      "http://" + address);
}

}  // namespace bench
