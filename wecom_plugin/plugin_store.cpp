#include "plugin_store.hpp"

#include "io/runtime.hpp"
#include "plugin_instance.hpp"

namespace wecom {
namespace {

const idp_host_kv_v1* kv_of(const idp_host_v1& host) {
    if (!host.get_extension) return nullptr;
    const visit::host_code_runs now;
    const auto* const kv = static_cast<const idp_host_kv_v1*>(host.get_extension(host.ctx, IDP_HOST_KV_V1));
    const bool usable = kv && kv->struct_size >= IDP_HOST_KV_V1_MINOR_0 && kv->get && kv->put && kv->put_if_absent;
    return usable ? kv : nullptr;
}

std::uint32_t milliseconds_of(std::chrono::milliseconds lifetime) {
    return static_cast<std::uint32_t>(lifetime.count());
}

}  // namespace

std::shared_ptr<shared_state> shared_state_of(const idp_host_v1& of, const sealer& keys) {
    const auto* const kv = kv_of(of);
    if (!kv) return nullptr;
    host_store store;
    store.get = [kv, ctx = of.ctx](const std::string& key) {
        std::optional<std::string> out;
        const auto name = idp::str(key);
        const auto take = [](void* user, const char* ptr, std::size_t len) {
            if (len <= IDP_MAX_KV_VALUE) static_cast<std::optional<std::string>*>(user)->emplace(ptr, len);
        };
        const visit::host_code_runs now;
        return kv->get(ctx, &name, take, &out) == IDP_OK ? out : std::nullopt;
    };
    store.put = [kv, ctx = of.ctx](const std::string& key, const std::string& value, auto lifetime) {
        const auto name = idp::str(key), text = idp::str(value);
        const visit::host_code_runs now;
        kv->put(ctx, &name, &text, milliseconds_of(lifetime));
    };
    store.put_if_absent = [kv, ctx = of.ctx](const std::string& key, const std::string& value, auto lifetime) {
        const auto name = idp::str(key), text = idp::str(value);
        const visit::host_code_runs now;
        const auto said = kv->put_if_absent(ctx, &name, &text, milliseconds_of(lifetime));
        return said == IDP_OK ? claim::mine : said > 0 ? claim::taken : claim::unknown;
    };
    return std::make_shared<shared_state>(std::move(store), keys, runtime::around());
}

}  // namespace wecom
