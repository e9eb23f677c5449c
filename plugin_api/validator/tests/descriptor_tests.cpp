#include "validator/config_schema.hpp"
#include "validator/descriptor.hpp"
#include "validator/manifest.hpp"
#include "validator/stage.hpp"
#include "validator/tests/sections.hpp"

#include <fstream>
#include <iterator>

namespace validator {
namespace {

std::string joined(const std::vector<std::string>& sentences) {
    std::string out;
    for (const auto& sentence : sentences)
        out += (out.empty() ? "" : "; ") + sentence;
    return out;
}

void descriptor_complete(trial& t) {
    const auto& about = *t.table().descriptor;
    const auto faults = descriptor_faults(about);
    expect(faults.empty(), "of the descriptor: " + joined(faults) + ".");
    const auto schema = review_of(about.config_schema);
    expect(schema.faults.empty(), "of the descriptor's config_schema: " + joined(schema.faults) + ".");
    for (const auto& oddity : schema.oddities)
        t.warn("of config_schema: " + oddity);
}

void manifest_matches(trial& t) {
    t.table();
    const auto file = beside(t.library, ".idp.json");
    std::ifstream in{file, std::ios::binary};
    if (!in)
        return t.warn("there is no " + file.filename().string() +
                      " beside the library: `idp-validate manifest` writes it, and hosts list providers by it");
    std::string different;
    try {
        for (const auto& member : manifest_differences({std::istreambuf_iterator<char>{in}, {}}, t.library))
            different += " " + member;
    } catch (const std::runtime_error& why) {
        throw violation{file.string() + ": " + why.what()};
    }
    expect(different.empty(), file.filename().string() + " and the library differ in:" + different +
                                  ". Write it anew with `idp-validate manifest`, after every build.");
}

// What the provider does not like about a configuration before there is an instance.
std::string issues_of(const idp_config_check_v1* checker, const std::string& config) {
    const auto text = idp::str(config), locale = idp::str("en");
    idp::owned<idp_config_issues> found;
    auto err = idp::make_error();
    const auto status = checker->check(&text, &locale, found.out(), &err);
    expect(status == IDP_OK, "check of idp.config-check/1 answered " + name_of(status) + " (" + err.detail + ")");
    std::string out;
    for (const auto& issue : idp::elements<idp_config_issue>(found->issues))
        out += " " + std::string{idp::view(issue.pointer)} + " (" + std::string{idp::view(issue.text)} + ")";
    return out;
}

void config_accepted(trial& t) {
    const auto config = t.config_json();
    const auto refused = config_issues(t.table().descriptor->config_schema, config);
    expect(refused.empty(), "config_schema does not accept the recipe's configuration: " + joined(refused) + ".");
    if (const auto* checker = t.extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1)) {
        const auto issues = issues_of(checker, config);
        expect(issues.empty(), "check of idp.config-check/1 does not accept the recipe's configuration:" + issues);
    }
    attentive_host host;
    guest made{t, host, config};
    host.expect_no_breach();
}

void login(trial& t) {
    stage on{t};
    on.plugin->must_log_in();
    on.host.expect_no_breach();
}

}  // namespace

section descriptor_tests() {
    static constexpr contract_test tests[] = {
        {"descriptor-complete", "The descriptor says everything that hosts show, in the form that they expect.", "R10",
         needs::nothing, descriptor_complete},
        {"manifest-matches", "The manifest beside the library says what the library says.", "R2", needs::nothing,
         manifest_matches},
        {"config-accepted", "The configuration of the recipe is accepted.", "R15", needs::instance, config_accepted},
        {"login", "A login as the recipe describes it gives the person of the recipe.", "R12 R13", needs::instance,
         login},
    };
    return tests;
}

}  // namespace validator
