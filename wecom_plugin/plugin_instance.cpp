#include "plugin_instance.hpp"

#include <unistd.h>

#include <utility>

namespace wecom {
namespace {

// What the host does there must not wait for itself.
thread_local bool inside_host_code = false;

wall_ms ask_the_time(const idp_host_v1& host) {
    const visit::host_code_runs now;
    return host.wall_clock_ms(host.ctx);
}

}  // namespace

visit::host_code_runs::host_code_runs() : before_{std::exchange(inside_host_code, true)} {}
visit::host_code_runs::~host_code_runs() { inside_host_code = before_; }

visit::visit(idp_instance* self) : self_{checked(self)} {
    if (!self_.gate.enter()) idp::refuse("closed", "destroy has begun on this instance");
    now_ = ask_the_time(self_.host);
}

visit::~visit() {
    deliver_log(self_, now_);
    self_.gate.leave();
}

void visit::deliver_last_words(idp_instance& self) {
    if (!self.log->is_empty()) deliver_log(self, ask_the_time(self.host));
}

idp_instance& visit::checked(idp_instance* self) {
    refuse_after_exit();
    if (!self) idp::refuse("argument", "the instance is null");
    if (self->process != ::getpid())
        throw idp::failure{.status = IDP_E_WRONG_PROCESS,
                           .reason = "wrong_process",
                           .detail = "the instance was created before fork: create it in the process that uses it"};
    return *self;
}

void visit::refuse_after_exit() {
    if (runtime::is_over()) idp::refuse("closed", "the process is in exit: destroy instances before");
}

void visit::refuse_inside_host_code() {
    if (inside_host_code)
        idp::refuse("reentrant", "called from a function or completion of the host that this plugin is calling");
}

void visit::deliver_log(idp_instance& self, wall_ms wall_now) noexcept {
    const auto now = runtime::around().now();
    const host_code_runs meanwhile;
    for (const auto& line : self.log->take(now)) {
        const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - line.when);
        idp_log_record record{};
        record.struct_size = sizeof record;
        record.time_ms = wall_now - static_cast<std::uint64_t>(age.count());
        record.level = line.level == log_level::debug  ? IDP_LOG_DEBUG
                       : line.level == log_level::info ? IDP_LOG_INFO
                                                       : IDP_LOG_WARNING;
        record.text = idp::str(line.text);
        self.host.log(self.host.ctx, &record);
    }
}

}  // namespace wecom
