#include "command_line.hpp"
#include "doctor.hpp"
#include "login.hpp"
#include "serve.hpp"

#include <openssl/rand.h>

#include <iostream>

namespace {

constexpr const char* usage = R"(idp-host - signs people in through a provider library

  idp-host login --plugin FILE --config FILE [--public-url URL] [--mode MODE] [--member USERID] [--user-agent TEXT]
                 [--browser-ca FILE] [--json] [--log-level LEVEL]
      One login without a person: builds the URL, follows it, handles the callback, resolves and prints the account.
      --member is sent as X-Simulate-Member, for a simulated provider. Default public URL: http://localhost:8080
      Status: 0 an account, 1 command, file or configuration, 2 refused, 3 network or provider, 4 a defect

  idp-host serve --plugin-dir DIR --listen ADDRESS --data FILE [--public-url URL] [--config FILE]...
                 [--operator-defaults FILE] [--tls-cert FILE --tls-key FILE] [--log-level LEVEL]
      Login page, callbacks, users and their accounts, for the providers of DIR that are configured in the store FILE. A
      --config adds a provider to the store or replaces it. The first start makes FILE and prints the administrator's
      one-time password. With a certificate and its key, both PEM, it speaks TLS and sends whoever comes without to
      https. One JSON line with the bound address says that it is ready; it ends on SIGTERM. ADDRESS is like
      127.0.0.1:8080

  idp-host doctor --plugin FILE --config FILE [--lang zh|en] [--log-level LEVEL]
      Looks at the configuration, then tests the connection to the provider, and says what to do about each failure.
      Status: 0 every step passed, 1 command, file or configuration, 2 a step failed

LEVEL is trace, debug, info, warning or error.
)";

host::ambient real_surroundings() {
    return {.now = [] { return std::chrono::system_clock::now(); },
            .steady_now = [] { return std::chrono::steady_clock::now(); },
            .random_bytes =
                [](std::size_t count) {
                    std::string out(count, '\0');
                    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
                        throw std::runtime_error{"the system gives no random numbers"};
                    return out;
                }};
}

host::log_level log_level_of(const host::command_line& given, std::string_view otherwise) {
    const auto name = given.value_or("log-level", otherwise);
    const auto level = host::parse_log_level(name);
    if (!level) throw host::usage_error{"--log-level: " + name + " is none of trace, debug, info, warning, error"};
    return *level;
}

std::optional<host::tls_files> tls_of(const host::command_line& given) {
    if (!given.has("tls-cert") && !given.has("tls-key")) return std::nullopt;
    return host::tls_files{given.required("tls-cert"), given.required("tls-key")};
}

int login(const std::vector<std::string>& arguments) {
    const host::command_line given{
        arguments,
        {"plugin", "config", "public-url", "mode", "member", "user-agent", "browser-ca", "log-level"},
        {"json"}};
    const host::login_options options{.plugin = given.required("plugin"),
                                      .config = given.required("config"),
                                      .public_url = given.value_or("public-url", "http://localhost:8080"),
                                      .mode = given.value_or("mode", ""),
                                      .member = given.value_or("member", ""),
                                      .user_agent = given.value_or("user-agent", "idp-host/" IDP_HOST_VERSION),
                                      .browser_ca = given.value_or("browser-ca", "")};
    const auto outside = real_surroundings();
    host::event_log log{std::cerr, log_level_of(given, "warning"), outside.now};
    const auto report = host::run_login(options, outside, log);
    if (given.has("json"))
        std::cout << host::to_json(report);
    else
        (report.who ? std::cout : std::cerr) << host::to_text(report);
    return host::exit_status(report);
}

int serve(const std::vector<std::string>& arguments) {
    const host::command_line given{arguments,
                                   {"plugin-dir", "listen", "public-url", "data", "config", "operator-defaults",
                                    "tls-cert", "tls-key", "log-level"},
                                   {}};
    const host::serve_options options{.plugin_dir = given.required("plugin-dir"),
                                      .listen = given.required("listen"),
                                      .public_url = given.value_or("public-url", ""),
                                      .data = given.required("data"),
                                      .configs = given.all("config"),
                                      .operator_defaults = given.value_or("operator-defaults", ""),
                                      .tls = tls_of(given)};
    const auto outside = real_surroundings();
    host::event_log log{std::cerr, log_level_of(given, "info"), outside.now};
    host::service service{options, outside, log};
    service.stop_on_signals();
    if (const auto& first = service.made_administrator())
        std::cerr << "First start: sign in as " << first->name << " with the one-time password " << first->password
                  << "\n";
    std::cout << service.ready_line() << std::flush;
    service.run();
    return 0;
}

int doctor(const std::vector<std::string>& arguments) {
    const host::command_line given{arguments, {"plugin", "config", "lang", "log-level"}, {}};
    const auto lang = given.value_or("lang", "en");
    if (lang != "zh" && lang != "en") throw host::usage_error{"--lang: " + lang + " is neither zh nor en"};
    const host::doctor_options options{.plugin = given.required("plugin"),
                                       .config = given.required("config"),
                                       .in = lang == "zh" ? host::language::chinese : host::language::english};
    const auto outside = real_surroundings();
    host::event_log log{std::cerr, log_level_of(given, "warning"), outside.now};
    return host::run_doctor(options, outside, log, std::cout);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words{argv + 1, argv + argc};
    const std::string command = words.empty() ? "" : words.front();
    try {
        if (command == "login") return login({words.begin() + 1, words.end()});
        if (command == "serve") return serve({words.begin() + 1, words.end()});
        if (command == "doctor") return doctor({words.begin() + 1, words.end()});
        if (command == "--help") return std::cout << usage, 0;
        std::cerr << usage;
    } catch (const std::exception& why) {
        std::cerr << "idp-host " << command << ": " << why.what() << "\n";
    }
    return 1;
}
