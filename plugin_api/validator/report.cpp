#include "validator/report.hpp"

#include "validator/utf8.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace validator {
namespace {

namespace json = boost::json;

struct kind_words {
    std::string_view name, in_summary;
};
constexpr std::array<kind_words, 6> words{{{"pass", "passed"},
                                           {"warn", "passed with a warning"},
                                           {"fail", "failed"},
                                           {"crash", "crashed"},
                                           {"timeout", "timed out"},
                                           {"skip", "skipped"}}};

long count(const std::vector<verdict>& all, outcome_kind kind) {
    return std::count_if(all.begin(), all.end(), [&](const verdict& said) { return said.kind == kind; });
}

std::string indented(std::string_view text, std::string_view margin) {
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        out.append(margin).append(text.substr(0, end)).append("\n");
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

// What a crashing process wrote, or a provider said, need not be UTF-8, which JSON is.
json::string utf8(std::string_view text) {
    std::string out{text};
    if (is_utf8(text)) return json::string{out};
    std::replace_if(
        out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return json::string{out};
}

json::array rules_of(const contract_test& test) {
    json::array out;
    for (auto rest = test.rules; !rest.empty();) {
        const auto end = std::min(rest.find(' '), rest.size());
        out.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

json::object json_of(const verdict& said) {
    json::object out{{"name", said.test->name},
                     {"promise", said.test->promise},
                     {"rules", rules_of(*said.test)},
                     {"outcome", name_of(said.kind)},
                     {"milliseconds", said.elapsed.count()}};
    if (!said.text.empty()) out["text"] = utf8(said.text);
    json::array warnings;
    for (const auto& each : said.warnings)
        warnings.push_back(utf8(each));
    if (!warnings.empty()) out["warnings"] = std::move(warnings);
    if (said.failed() && !said.output.empty()) out["output"] = utf8(said.output);
    return out;
}

}  // namespace

std::string_view name_of(outcome_kind kind) { return words[static_cast<std::size_t>(kind)].name; }

std::string report_of(const verdict& said) {
    std::string head{name_of(said.kind)};
    head.resize(9, ' ');
    std::string out = head + std::string{said.test->name} + " (" + std::string{said.test->rules} +
                      "): " + std::string{said.test->promise} + "\n";
    constexpr std::string_view margin = "         ";
    out += indented(said.text, margin);
    for (const auto& warning : said.warnings)
        out += indented("warning: " + warning, margin);
    if (said.failed()) out += indented(said.output, "         | ");
    return out;
}

std::string summary_of(const std::vector<verdict>& all, const subject& of, std::chrono::milliseconds elapsed) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (const auto number = count(all, static_cast<outcome_kind>(i)))
            out += (out.empty() ? "" : ", ") + std::to_string(number) + " " + std::string{words[i].in_summary};
    char time[64];
    std::snprintf(time, sizeof time, " in %.1f s; seed ", static_cast<double>(elapsed.count()) / 1000);
    return out + time + std::to_string(of.seed) + "\n";
}

std::string json_report_of(const std::vector<verdict>& all, const subject& of, std::chrono::milliseconds elapsed) {
    json::array tests;
    for (const auto& said : all)
        tests.push_back(json_of(said));
    json::object totals;
    for (std::size_t i = 0; i < words.size(); ++i)
        totals[words[i].name] = count(all, static_cast<outcome_kind>(i));
    return json::serialize(json::object{{"library", of.library.string()},
                                        {"rounds", of.rounds},
                                        {"seed", of.seed},
                                        {"milliseconds", elapsed.count()},
                                        {"totals", std::move(totals)},
                                        {"tests", std::move(tests)}}) +
           "\n";
}

int exit_status_of(const std::vector<verdict>& all) {
    const auto any = [&](auto question) { return std::any_of(all.begin(), all.end(), question); };
    if (any([](const verdict& said) { return said.failed(); })) return 1;
    return any([](const verdict& said) { return said.for_want_of_recipe; }) ? 3 : 0;
}

}  // namespace validator
