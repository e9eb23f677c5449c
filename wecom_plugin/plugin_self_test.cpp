#include "plugin_self_test.hpp"

#include "plugin_conversion.hpp"
#include "plugin_instance.hpp"

namespace wecom {
namespace {

std::uint32_t state_of(step_state state) {
    switch (state) {
        case step_state::running: return IDP_STEP_RUNNING;
        case step_state::passed: return IDP_STEP_PASSED;
        case step_state::failed: return IDP_STEP_FAILED;
        case step_state::skipped: return IDP_STEP_SKIPPED;
    }
    return IDP_STEP_FAILED;
}

void tell(const step_report& what, idp_self_test_fn sink, void* user) {
    idp_self_test_step step{};
    step.struct_size = sizeof step;
    step.state = state_of(what.state);
    step.duration_ms = static_cast<std::uint32_t>(what.took.count());
    step.id = idp::str(name_of(what.which));
    step.text = idp::str(what.text);
    step.remedy = idp::str(what.remedy);
    const visit::host_code_runs now;
    sink(user, &step);
}

idp_status run(idp_instance* self, std::uint32_t timeout_ms, const idp_str* locale, idp_self_test_fn sink, void* user,
               idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        visit::checked(self);
        visit::refuse_inside_host_code();
        const visit here{self};
        if (!sink) idp::refuse("argument", "the sink is null");
        if (timeout_ms > IDP_MAX_TIMEOUT_MS) idp::refuse("argument", "timeout_ms is above 30000");
        const auto lang = locale ? locale_argument(*locale) : language::zh;
        const self_test_desk::request asked{
            .lang = lang,
            .timeout = timeout_ms == 0 ? self->settings->timeout : std::chrono::milliseconds{timeout_ms},
            .wall_now = here.now()};
        const auto all_well = self->self_tests.run(asked, [&](const auto& step) { tell(step, sink, user); });
        if (!all_well) return fail(err, all_well.error(), lang);
        return *all_well ? IDP_OK : IDP_NO;
    });
}

}  // namespace

const idp_self_test_v1 self_test_extension{sizeof self_test_extension, 0, &run};

}  // namespace wecom
