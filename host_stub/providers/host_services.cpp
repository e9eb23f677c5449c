#include "providers/host_services.hpp"

#include "idp_plugin.hpp"

#include <algorithm>

namespace host {
namespace {

// The two levels above "error" say that the contract was broken, which is an error of somebody's code.
log_level level_of(const idp_log_record& record) {
    return static_cast<log_level>(std::clamp<int>(record.level, IDP_LOG_TRACE, IDP_LOG_ERROR));
}

std::string_view event_of(const idp_log_record& record) {
    if (record.level == IDP_LOG_HOST_MISBEHAVED) return "host_misbehaved";
    if (record.level == IDP_LOG_PLUGIN_MISBEHAVED) return "provider_misbehaved";
    return "provider";
}

}  // namespace

host_services::host_services(event_log& log, std::function<wall_time()> clock) : log_{log}, now_{std::move(clock)} {
    table_.struct_size = sizeof table_;
    table_.abi_minor = IDP_ABI_MINOR;
    table_.ctx = this;
    table_.name = "idp-host";
    table_.version = IDP_HOST_VERSION;
    table_.log = [](void* ctx, const idp_log_record* record) noexcept {
        const wall_time when{std::chrono::milliseconds{record->time_ms}};
        static_cast<host_services*>(ctx)->log_.write_at(
            when, level_of(*record), event_of(*record),
            {{"op", std::to_string(record->op_id)}, {"text", std::string{idp::view(record->text)}}});
    };
    table_.wall_clock_ms = [](void* ctx) noexcept {
        const auto now = static_cast<host_services*>(ctx)->now_().time_since_epoch();
        return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    };
}

}  // namespace host
