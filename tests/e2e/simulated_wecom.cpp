#include "e2e/simulated_wecom.hpp"

#include "browser.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <stdexcept>

extern char** environ;

namespace e2e {
namespace {

namespace json = boost::json;

std::string text(const json::value& v) { return {v.as_string().data(), v.as_string().size()}; }

std::string read_line(int fd) {
    std::string line;
    for (char c; ::read(fd, &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

}  // namespace

simulated_wecom::simulated_wecom() {
    auto pattern = (std::filesystem::temp_directory_path() / "e2e-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error{"no temporary directory"};
    directory_ = pattern;

    int out[2];
    if (::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    // setpriv: the simulator does not outlive a test that is killed.
    std::string words[] = {"setpriv",  "--pdeathsig", "TERM",      SIMULATOR_PROGRAM,
                           "--listen", "127.0.0.1:0", "--tls-dir", directory_.string()};
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int failed = ::posix_spawnp(&process_, "setpriv", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    const auto ready = read_line(out[0]);
    ::close(out[0]);
    if (failed || ready.empty()) throw std::runtime_error{"the simulator does not start"};

    const auto said = json::parse(ready);
    const auto listen = text(said.at("listen"));
    origin_ = "https://127.0.0.1" + listen.substr(listen.rfind(':'));
    control_ = "http://" + text(said.at("control"));
}

simulated_wecom::~simulated_wecom() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    std::filesystem::remove_all(directory_);
}

std::string simulated_wecom::origin() const { return origin_; }

json::value simulated_wecom::ask(std::string_view route) const {
    return json::parse(host::browser{{}}.get(control_ + std::string{route}).body);
}

json::value simulated_wecom::tell(std::string_view route, const json::value& body) const {
    const auto page = host::browser{{}}.post(control_ + std::string{route}, json::serialize(body));
    if (page.status != 200) throw std::runtime_error{page.body};
    return json::parse(page.body);
}

std::vector<api_call> simulated_wecom::api_calls() const {
    std::vector<api_call> out;
    const auto seen = ask("/calls");
    for (const auto& call : seen.at("calls").as_array())
        if (text(call.at("path")).starts_with("/cgi-bin/"))
            out.push_back({text(call.at("path")), text(call.at("target")), call.at("connection").to_number<int>()});
    return out;
}

int simulated_wecom::calls(std::string_view path_end) const {
    const auto all = api_calls();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [&](auto& call) { return call.path.ends_with(path_end); }));
}

int simulated_wecom::api_connections() const {
    std::set<int> numbers;
    for (const auto& call : api_calls())
        numbers.insert(call.connection);
    return static_cast<int>(numbers.size());
}

}  // namespace e2e
