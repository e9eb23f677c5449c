#include "validator/command_line.hpp"

#include <regex.h>

#include <charconv>

namespace validator {

const char usage[] =
    "usage: idp-validate run FILE.so [--only REGEX] [--recipe FILE] [--rounds N] [--seed N] [--jobs N] [--json]\n"
    "                                [--in-process]\n"
    "       idp-validate fuzz FILE.so [--minutes N] [--seed N] [--recipe FILE]    or with --replay FILE of an earlier "
    "find\n"
    "       idp-validate list                 the tests and what they promise\n"
    "       idp-validate describe TEST\n"
    "       idp-validate manifest FILE.so     prints the manifest, FILE.idp.json\n"
    "run looks for the recipe FILE.idp-test.json beside FILE.so. It ends with 0 if all tests passed, 1 if one failed,\n"
    "2 if it was called wrongly, 3 if tests were skipped for want of a recipe.\n";

namespace {

template <class Number>
Number number(const std::string& option, const std::string& text, Number least) {
    Number value{};
    const auto* end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc{} || stopped != end || value < least)
        throw usage_error{option + " wants a number of at least " + std::to_string(least) + ", not " + text};
    return value;
}

bool wants_argument(const std::string& verb) { return verb != "list"; }

void read_option(command_line& into, const std::string& option, auto next) {
    if (option == "--only")
        into.only = next();
    else if (option == "--recipe")
        into.recipe = next();
    else if (option == "--rounds")
        into.rounds = number(option, next(), 1u);
    else if (option == "--seed")
        into.seed = number(option, next(), std::uint64_t{0});
    else if (option == "--minutes")
        into.minutes = number(option, next(), 1u);
    else if (option == "--replay")
        into.replay = next();
    else if (option == "--jobs")
        into.jobs = number(option, next(), 1u);
    else if (option == "--json")
        into.json = true;
    else if (option == "--in-process")
        into.in_process = true;
    else
        throw usage_error{"there is no option " + option};
}

}  // namespace

command_line command_line::parse(std::span<const char* const> arguments) {
    command_line out;
    std::size_t at = 0;
    for (; at < arguments.size(); ++at) {
        const std::string word = arguments[at];
        const auto next = [&]() -> std::string {
            if (++at == arguments.size()) throw usage_error{word + " wants a value"};
            return arguments[at];
        };
        if (out.verb.empty() && !word.starts_with('-'))
            out.verb = word;
        else if ((out.verb == "run" || out.verb == "fuzz") && word.starts_with('-'))
            read_option(out, word, next);
        else if (wants_argument(out.verb) && out.argument.empty() && !word.starts_with('-'))
            out.argument = word;
        else
            throw usage_error{"nobody knows what to do with " + word};
    }
    if (out.verb.empty()) throw usage_error{"say what to do"};
    if (wants_argument(out.verb) && out.argument.empty()) throw usage_error{out.verb + " wants to know of what"};
    return out;
}

std::vector<const contract_test*> chosen(std::span<const contract_test> from, const std::string& only) {
    regex_t expression;
    if (::regcomp(&expression, only.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
        throw usage_error{"--only wants an extended regular expression, not " + only};
    std::vector<const contract_test*> out;
    for (const auto& test : from)
        if (::regexec(&expression, std::string{test.name}.c_str(), 0, nullptr, 0) == 0) out.push_back(&test);
    ::regfree(&expression);
    if (out.empty()) throw usage_error{"no test has a name like " + only};
    return out;
}

}  // namespace validator
