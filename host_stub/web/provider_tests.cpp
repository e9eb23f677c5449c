#include "web/provider_tests.hpp"

#include "providers/configured_provider.hpp"
#include "web/pages/self_test_page.hpp"
#include "web/phrase.hpp"
#include "web/provider_administration.hpp"
#include "web/provider_form.hpp"
#include "web/site_state.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <algorithm>

namespace host {
namespace {

constexpr std::chrono::seconds patience{10};  // no longer than a stop of the host waits for what runs
constexpr phrase cannot_begin{"The provider does not take this configuration: ", "登录插件不接受此配置："};
constexpr phrase no_self_test{"This provider has no test of its own. Sign in with it to see whether it works.",
                              "该登录插件不支持自检，请直接登录以验证。"};
constexpr phrase broke_off{
    "The test broke off; the log of this host says why. Test again, and tell the operator of "
    "the platform if that does not help.",
    "测试意外中断，原因见本平台日志。请重试，仍不成功请联系平台运维人员。"};

std::string place_of(const provider_setting& of) { return "/admin/providers/" + of.id + "/test"; }

bool is_from_edit_form(const request& from) {
    return boost::algorithm::istarts_with(find_field(from.headers, "Content-Type"), "multipart/form-data");
}

step_state state_of(std::uint32_t told) {
    switch (told) {
        case IDP_STEP_RUNNING: return step_state::running;
        case IDP_STEP_PASSED: return step_state::passed;
        case IDP_STEP_SKIPPED: return step_state::skipped;
        default: return step_state::failed;
    }
}

shown_test_step failed(std::string text) { return {step_state::failed, std::move(text), "", {}}; }

// On a thread that may wait.
void run_test(configured_provider& of, language in, self_test_record& into, event_log& log) try {
    const auto ended = of.self_test(patience, language_tag(in), [&](const self_test_step& step) {
        const auto seen = step.text.empty() ? step.id : step.text;
        into.add({state_of(step.state), seen, step.remedy, step.took});
    });
    if (ended) return;
    const auto& why = ended.error();
    into.add(failed(why.status == IDP_E_UNSUPPORTED ? std::string{no_self_test.in(in)} : why.detail));
} catch (const std::exception& why) {
    log.write(log_level::error, "self_test_crash", {{"provider", of.id()}, {"what", why.what()}});
    into.add(failed(std::string{broke_off.in(in)}));
}

}  // namespace

void provider_tests::add_to(page_routes& pages) {
    constexpr std::string_view path = "/admin/providers/{id}/test";
    pages.add("GET", path, audience::administrator, [this](const visit& of) { return show(of); });
    pages.add("POST", path, audience::administrator, [this](const visit& of) { return start(of); });
}

response provider_tests::show(const visit& of) const {
    const auto stored = administered_provider(state_, of);
    if (!stored) return problem(state_, of.frame, 404);
    const auto seen = runs_.find(of.who->id, stored->id);
    return html_response(state_, 200, self_test_page(of.frame, {stored->id, stored->name, seen.running, seen.steps}));
}

response provider_tests::start(const visit& of) {
    const auto stored = administered_provider(state_, of);
    if (!stored) return problem(state_, of.frame, 404);
    auto wanted = *stored;
    if (is_from_edit_form(of.from)) {
        auto sent = read_provider_form(state_, of, *stored);
        if (!sent) return problem(state_, of.frame, 400);
        if (!sent->is_good()) return refused_form(state_, of, *sent);
        wanted = std::move(sent->wanted);
    }
    auto made = state_.providers.try_out(wanted);
    if (!made)
        return html_response(
            state_, 422,
            self_test_page(of.frame, {stored->id,
                                      stored->name,
                                      false,
                                      {failed(std::string{cannot_begin.in(of.speaks)} + made.error().detail)}}));

    auto out = redirect(state_, place_of(*stored));
    if (auto record = runs_.begin(of.who->id, stored->id))
        out.afterwards = [instance = std::move(*made), record = std::move(record), in = of.speaks, &log = state_.log] {
            run_test(*instance, in, *record, log);
        };
    return out;
}

}  // namespace host
