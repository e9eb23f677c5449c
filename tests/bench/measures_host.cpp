// B20: how many pages a second the stub host serves, beside what others would serve in its place.

#include "bench/measures.hpp"
#include "bench/rounds.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bench {
namespace {

namespace fs = std::filesystem;

// A folder of its own for everything that the three servers write.
class scratch_folder {
public:
    scratch_folder() {
        std::string name = (fs::temp_directory_path() / "wecom-bench.XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder can be made"};
        path_ = name;
    }
    ~scratch_folder() {
        std::error_code left_behind;
        fs::remove_all(path_, left_behind);
    }
    scratch_folder(const scratch_folder&) = delete;

    std::string file(std::string_view name) const { return (path_ / name).string(); }

private:
    fs::path path_;
};

void write(const std::string& file, std::string_view text) { std::ofstream{file} << text; }

std::string content(const std::string& file) {
    std::ostringstream out;
    out << std::ifstream{file}.rdbuf();
    return out.str();
}

// In the place of the process: never comes back. What it says goes into a file.
void become(const std::vector<std::string>& command, const std::string& output) {
    if (!std::freopen(output.c_str(), "w", stdout) || ::dup2(STDOUT_FILENO, STDERR_FILENO) < 0) ::_exit(1);
    std::vector<char*> arguments;
    for (const auto& one : command)
        arguments.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    throw std::runtime_error{command[0] + " cannot be started"};
}

// A web server on the processor of the servers, until it is destroyed.
class web_server {
public:
    web_server(const std::vector<std::string>& command, const std::string& output)
        : process_{[&] { become(command, output); }, processors_of_this_run().servers} {}

private:
    child_process process_;
};

// A port that nobody had a moment ago, for the servers that cannot choose one themselves.
std::string free_port() {
    static int last = 18'000 + ::getpid() % 2'000;
    return std::to_string(++last);
}

std::string host_config(const stage& at) {
    return R"({"id":"wecom","provider":"org.idpplugin.wecom","name":"企业微信","config":{)"
           R"("corpid":"ww3f6c1e8a2b9d4075","corpsecret":"iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW","agentid":1000002,)"
           R"("network":{"api_base":")" +
           at.origin() + R"(","ca_file":")" + at.ca_file() + R"(","allow_private":true}}})";
}

// Where the host answers, by its ready line.
std::string host_origin(const std::string& output) {
    constexpr std::string_view name = R"("public_url":")";
    std::string said;
    wait_until("the host's ready line", [&] { return (said = content(output)).find(name) != said.npos; });
    const auto begin = said.find(name) + name.size();
    return said.substr(begin, said.find('"', begin) - begin);
}

void wait_for_page(const std::string& url) {
    wait_until(url, [&] { return run({"curl", "-fsS", "-o", "/dev/null", url}).status == 0; });
}

speed pages(const std::string& url) {
    const auto done = run({"wrk", "-t1", "-c64", "-d1s", url});
    const auto where = done.said.find("Requests/sec:");
    if (done.status != 0 || where == std::string::npos) throw std::runtime_error{"wrk failed: " + done.said};
    return {.per_second = std::stod(done.said.substr(where + 13))};
}

std::string per_second(const std::vector<speed>& rounds) {
    return number(figures(rounds, &speed::per_second).median) + " requests a second";
}

}  // namespace

void measure_host_pages(const stage& at, table& out) {
    const scratch_folder here;
    write(here.file("wecom.json"), host_config(at));
    const web_server host{
        {HOST_PROGRAM, "serve", "--plugin-dir", fs::path{PLUGIN_FILE}.parent_path().string(), "--listen", "127.0.0.1:0",
         "--data", here.file("host.db"), "--config", here.file("wecom.json"), "--log-level", "error"},
        here.file("host.log")};
    const auto origin = host_origin(here.file("host.log"));
    write(here.file("page.html"), run({"curl", "-fsS", origin + "/login"}).said);

    const auto django_port = free_port(), nginx_port = free_port();
    const web_server django{{"gunicorn", "--chdir", SOURCE_FOLDER "/tests/bench", "--bind", "127.0.0.1:" + django_port,
                             "--worker-class", "gthread", "--threads", "4", "--log-level", "error", "django_site"},
                            here.file("django.log")};
    write(here.file("nginx.conf"), "daemon off; pid " + here.file("nginx.pid") +
                                       "; error_log stderr crit; worker_processes 1;\n"
                                       "events {}\nhttp { access_log off; types { text/html html; }\n"
                                       "server { listen 127.0.0.1:" +
                                       nginx_port + "; root " + here.file("") +
                                       "; location = /login { try_files "
                                       "/page.html =404; default_type text/html; } } }\n");
    const web_server nginx{{"nginx", "-c", here.file("nginx.conf"), "-p", here.file("")}, here.file("nginx.log")};
    const auto django_page = "http://127.0.0.1:" + django_port + "/login";
    const auto nginx_page = "http://127.0.0.1:" + nginx_port + "/login";
    wait_for_page(django_page);
    wait_for_page(nginx_page);

    const auto callback = origin + "/api/v1/idp/org_idpplugin_wecom/wecom/callback?code=none&state=forged";
    const difference upstream{at.seen()};
    const auto rounds = compete({[&] { return pages(origin + "/login"); }, [&] { return pages(callback); },
                                 [&] { return pages(django_page); }, [&] { return pages(nginx_page); }});
    const auto beside_django = ratio(rounds[0], rounds[2], &speed::per_second);
    out.line("B20", "login page of the host, as a multiple of Django's under gunicorn",
             {beside_django.median, "x", beside_django.text()}, at_least(20));
    out.line("B20", "calls to the provider for a flood of forged callbacks",
             {static_cast<double>(upstream.gettoken() + upstream.getuserinfo())}, count_of(0));
    out.remark("login page: " + per_second(rounds[0]) + "; forged callback: " + per_second(rounds[1]));
    out.remark("the same page from gunicorn and Django: " + per_second(rounds[2]) +
               "; as a file from nginx: " + per_second(rounds[3]));
}

}  // namespace bench
