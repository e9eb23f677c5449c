#include "plugin_instance.hpp"

#include <unistd.h>

namespace wecom {
namespace {

// Set while a function of the host runs on this thread: what that function calls must not wait for itself.
thread_local bool inside_host_function = false;

class calling_host {
public:
    calling_host() { inside_host_function = true; }
    ~calling_host() { inside_host_function = before_; }

private:
    const bool before_ = inside_host_function;
};

}  // namespace

visit::visit(idp_instance* self) : self_{checked(self)} {
    if (!self_.gate.enter()) idp::refuse("closed", "destroy has begun on this instance");
    const calling_host now_host_code_runs;
    now_ = self_.host.wall_clock_ms(self_.host.ctx);
}

visit::~visit() {
    deliver_log();
    self_.gate.leave();
}

idp_instance& visit::checked(idp_instance* self) {
    if (!self) idp::refuse("argument", "the instance is null");
    if (self->process != ::getpid())
        throw idp::failure{.status = IDP_E_WRONG_PROCESS,
                           .reason = "wrong_process",
                           .detail = "the instance was created before fork: create it in the process that uses it"};
    return *self;
}

void visit::refuse_inside_host_function() {
    if (inside_host_function)
        idp::refuse("reentrant", "called from a function of the host that this plugin is calling");
}

void visit::deliver_log() noexcept {
    const auto now = runtime::around().now();
    const calling_host now_host_code_runs;
    for (const auto& line : self_.log->take(now)) {
        const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - line.when);
        idp_log_record record{};
        record.struct_size = sizeof record;
        record.time_ms = now_ - static_cast<std::uint64_t>(age.count());
        record.level = line.level == log_level::debug  ? IDP_LOG_DEBUG
                       : line.level == log_level::info ? IDP_LOG_INFO
                                                       : IDP_LOG_WARNING;
        record.text = idp::str(line.text);
        self_.host.log(self_.host.ctx, &record);
    }
}

}  // namespace wecom
