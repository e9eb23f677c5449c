// SPDX-License-Identifier: Apache-2.0
//
// idp-validate: checks a provider library against idp_plugin.h. docs/validator.md.
#include "validator/command_line.hpp"
#include "validator/fuzz.hpp"
#include "validator/manifest.hpp"
#include "validator/report.hpp"
#include "validator/runner.hpp"

#include <algorithm>
#include <cstring>
#include <iostream>

namespace {

using namespace validator;

std::string described(const contract_test& test) {
    constexpr const char* wants[] = {"the file", "a recipe", "a recipe with answers of the provider"};
    return std::string{test.name} + "\n    " + std::string{test.promise} + "\n    rules: " + std::string{test.rules} +
           "; needs " + wants[static_cast<std::size_t>(test.of)] + "\n";
}

int list(const command_line&) {
    for (const auto& test : catalogue())
        std::cout << test.name << ": " << test.promise << '\n';
    return 0;
}

int describe(const command_line& how) {
    for (const auto& test : catalogue())
        if (test.name == how.argument) {
            std::cout << described(test);
            return 0;
        }
    throw usage_error{"there is no test " + how.argument + ": idp-validate list names them all"};
}

int manifest(const command_line& how) {
    std::cout << manifest_of(how.argument);
    return 0;
}

subject subject_of(const command_line& how) {
    subject out{
        .library = std::filesystem::absolute(how.argument), .recipe = {}, .rounds = how.rounds, .seed = how.seed};
    if (!std::filesystem::exists(out.library)) throw usage_error{"there is no file " + how.argument};
    const auto recipe = how.recipe.value_or(beside(out.library, ".idp-test.json"));
    if (how.recipe || std::filesystem::exists(recipe)) out.recipe = test_recipe::read(recipe);
    return out;
}

int run(const command_line& how) {
    const auto begin = std::chrono::steady_clock::now();
    const auto tests = chosen(catalogue(), how.only);
    const auto of = subject_of(how);
    run_settings settings{.jobs = how.jobs, .in_process = how.in_process};
    settings.limit *= std::max(1u, how.rounds / 1000);
    const auto all = run_all(tests, of, settings, [&](const verdict& said) {
        if (!how.json) std::cout << report_of(said) << std::flush;
    });
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    std::cout << (how.json ? json_report_of(all, of, elapsed) : summary_of(all, of, elapsed));
    return exit_status_of(all);
}

int fuzz_or_replay(const command_line& how) {
    const auto of = subject_of(how);
    if (how.replay) return replay(of, *how.replay, std::cout) ? 0 : 1;
    return fuzz(of, std::chrono::minutes{how.minutes}, std::cout) == 0 ? 0 : 1;
}

constexpr struct {
    const char* name;
    int (*act)(const command_line&);
} verbs[] = {{"run", run}, {"list", list}, {"describe", describe}, {"manifest", manifest}, {"fuzz", fuzz_or_replay}};

}  // namespace

int main(int argc, char** argv) try {
    const auto how = command_line::parse({argv + 1, argv + argc});
    for (const auto& verb : verbs)
        if (how.verb == verb.name) {
            const int status = verb.act(how);
            return std::cout.flush() ? status : 1;
        }
    throw usage_error{"there is no verb " + how.verb};
} catch (const usage_error& wrong) {
    std::cerr << "idp-validate: " << wrong.what() << '\n' << usage;
    return 2;
} catch (const std::exception& failure) {
    std::cerr << "idp-validate: " << failure.what() << '\n';
    return 1;
}
