#include "instance.hpp"

#include "odd_texts.hpp"

#include <unistd.h>

namespace chaos {
namespace {

thread_local bool inside_host = false;

idp_instance& usable(idp_instance* at) {
    if (!at) idp::refuse("argument", "the instance is null");
    if (at->process != ::getpid())
        throw idp::failure{.status = IDP_E_WRONG_PROCESS,
                           .reason = "wrong_process",
                           .detail = "made before fork: make an instance in the child"};
    return *at;
}

}  // namespace

bool in_host() noexcept { return inside_host; }
host_call::host_call() noexcept : before_{std::exchange(inside_host, true)} {}
host_call::~host_call() { inside_host = before_; }

visit::visit(idp_instance* at) : at_{usable(at)} {
    const std::lock_guard lock{at_.inside_mutex};
    ++at_.inside;
}

visit::~visit() {
    const std::lock_guard lock{at_.inside_mutex};
    if (--at_.inside == 0) at_.left.notify_all();
}

}  // namespace chaos

idp_instance::idp_instance(const idp_host_v1* of, chaos::configuration as, std::string name, chaos::seal with)
    : host{of},
      config{std::move(as)},
      id{std::move(name)},
      id_fingerprint{chaos::fingerprint(id)},
      sealed{std::move(with)},
      process{::getpid()},
      turns{config.first},
      tickets{config.first} {
    texts->issuer = "chaos:" + id;
    texts->subject = config.subject;
    texts->name = "one of several owners";
    texts->label = "Sign in";
}

chaos::behaviour idp_instance::does(std::uint32_t turn) const {
    return config.does == chaos::behaviour::random ? chaos::drawn(config.seed, turn) : config.does;
}

std::uint64_t idp_instance::now_ms() const {
    const chaos::host_call here;
    return host->wall_clock_ms(host->ctx);
}

const idp_host_kv_v1* idp_instance::store() const {
    if (!host->get_extension) return nullptr;
    const chaos::host_call here;
    const auto* found = static_cast<const idp_host_kv_v1*>(host->get_extension(host->ctx, IDP_HOST_KV_V1));
    return found && found->struct_size >= IDP_HOST_KV_V1_MINOR_0 ? found : nullptr;
}

// As of a later minor: a host that looks at sizeof and not at struct_size takes it for a broken one.
void idp_instance::log(std::int32_t level, std::uint64_t op_id, std::string_view text) const {
    struct {
        idp_log_record known;
        std::uint64_t later[4];
    } record{{sizeof record, 0x4000, op_id, now_ms(), level, 0, idp::str(text)}, {}};
    const chaos::host_call here;
    host->log(host->ctx, &record.known);
}

void idp_instance::chatter(chaos::behaviour act, std::uint64_t op_id) const {
    if (act != chaos::behaviour::many_records) return;
    static const auto long_line = chaos::filled(8192, "level=error \"");
    static constexpr std::string_view lines[]{{},
                                              "<script>alert(1)</script>",
                                              "x\" level=error user=\"admin",
                                              "\\r\\nforged=1",
                                              "\xE2\x80\xAE"
                                              "backwards",
                                              "张三登录"};
    for (int i = 0; i < 300; ++i) {
        const auto at = static_cast<std::size_t>(i) % (std::size(lines) + 1);
        log(IDP_LOG_TRACE + i % IDP_LOG_PLUGIN_MISBEHAVED, op_id,
            at == std::size(lines) ? std::string_view{long_line} : lines[at]);
    }
}
