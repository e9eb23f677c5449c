#include "doctor.hpp"

#include "provider_files.hpp"
#include "providers/configured_provider.hpp"

#include <ostream>

namespace host {
namespace {

struct words {
    std::string_view configuration, good, passed, failed, skipped, all_well, mend;
};

const words& words_in(language of) {
    static constexpr words english{
        "config", "ok", "passed", "failed", "skipped", "Everything passed.", "Mend what failed, and try again."};
    static constexpr words chinese{"配置", "正确", "通过", "失败", "跳过", "全部通过。", "请处理失败的步骤后重试。"};
    return of == language::chinese ? chinese : english;
}

std::string_view word_for(std::uint32_t state, const words& say) {
    switch (state) {
        case IDP_STEP_PASSED: return say.passed;
        case IDP_STEP_SKIPPED: return say.skipped;
        default: return say.failed;
    }
}

// Short names line up; longer ones only move their own line.
std::string padded(std::string_view name) {
    std::string out{name};
    out.resize(std::max<std::size_t>(out.size() + 1, 9), ' ');
    return out;
}

void print(const self_test_step& step, const words& say, std::ostream& out) {
    if (step.state == IDP_STEP_RUNNING) return;
    out << padded(step.id) << word_for(step.state, say);
    if (step.state != IDP_STEP_SKIPPED) out << " (" << step.took.count() << " ms)";
    out << ": " << step.text << "\n";
    if (!step.remedy.empty()) out << padded("") << "-> " << step.remedy << "\n";
    out.flush();
}

// False if the provider would refuse it.
bool print_config(const provider_files& files, const std::string& source, language in, std::ostream& out) {
    const auto& say = words_in(in);
    const auto issues = check_config(files.library, files.config.config, language_tag(in));
    for (const auto& issue : issues)
        out << padded(say.configuration) << say.failed << ": " << source << ": /config" << issue.pointer << ": "
            << issue.text << " (" << issue.code << ")\n";
    if (issues.empty()) out << padded(say.configuration) << say.good << "\n";
    return issues.empty();
}

void print(const idp_error& why, std::ostream& out) { out << why.reason << ": " << why.detail << "\n"; }

}  // namespace

int run_doctor(const doctor_options& options, const ambient& outside, event_log& log, std::ostream& out) {
    const auto files = open_provider_files(options.plugin, options.config);
    if (!print_config(files, options.config, options.in, out)) return 1;
    const host_services services{log, outside.now};
    const public_url nowhere{"http://localhost", false};  // nobody is sent anywhere
    const auto made =
        configured_provider::create(files.library, services, files.config, {outside.random_bytes(32)}, nowhere);
    if (!made) {
        print(made.error(), out);
        return 1;
    }
    const auto& say = words_in(options.in);
    const auto all_well = (*made)->self_test(std::chrono::milliseconds{0}, language_tag(options.in),
                                             [&](const auto& step) { print(step, say, out); });
    if (!all_well) {
        print(all_well.error(), out);
        return all_well.error().status == IDP_E_UNSUPPORTED ? 1 : 2;
    }
    out << (*all_well ? say.all_well : say.mend) << "\n";
    return *all_well ? 0 : 2;
}

}  // namespace host
