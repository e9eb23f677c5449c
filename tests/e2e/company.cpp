#include "e2e/company.hpp"

#include "browser.hpp"

#include <boost/json/serialize.hpp>

namespace e2e {
namespace {

namespace json = boost::json;

constexpr std::string_view seal_key = "0123456789abcdef0123456789abcdef";

idp::instance make_instance(const idp::provider& library, const host_side& host, const std::string& config,
                            std::string_view instance_id, idp_error& err) {
    const idp_str key = idp::str(seal_key);
    idp_create_request request{};
    request.struct_size = sizeof request;
    request.instance_id = idp::str(instance_id);
    request.config_json = idp::str(config);
    request.seal_keys = {&key, 1, sizeof key};
    return {library, host.table(), request, err};
}

void settle(outcome& out, idp_status status) {
    out.status = status;
    out.reason = out.error.reason;
    out.public_text = out.error.public_text;
    out.detail = out.error.detail;
}

}  // namespace

const idp_host_kv_v1 host_side::kv_table{
    .struct_size = sizeof kv_table,
    .flags = 0,
    .get =
        [](void* self, const idp_str* key, void (*sink)(void*, const char*, std::size_t), void* user) {
            auto& store = *static_cast<host_side*>(self)->store_;
            const std::lock_guard lock{store.mutex};
            const auto at = store.entries.find(std::string{idp::view(*key)});
            if (store.fails_with != IDP_OK) return store.fails_with;
            if (at == store.entries.end()) return idp_status{IDP_NO};
            sink(user, at->second.data(), at->second.size());
            return idp_status{IDP_OK};
        },
    .put =
        [](void* self, const idp_str* key, const idp_str* value, std::uint32_t) {
            auto& store = *static_cast<host_side*>(self)->store_;
            const std::lock_guard lock{store.mutex};
            if (store.fails_with == IDP_OK) store.entries[std::string{idp::view(*key)}] = idp::view(*value);
            return store.fails_with;
        },
    .put_if_absent =
        [](void* self, const idp_str* key, const idp_str* value, std::uint32_t) {
            auto& store = *static_cast<host_side*>(self)->store_;
            const std::lock_guard lock{store.mutex};
            if (store.fails_with != IDP_OK) return store.fails_with;
            return idp_status{store.entries.emplace(idp::view(*key), idp::view(*value)).second ? IDP_OK : IDP_NO};
        },
};

host_side::host_side(kv_store* store) : store_{store} {
    table_.struct_size = sizeof table_;
    table_.abi_minor = IDP_ABI_MINOR;
    table_.ctx = this;
    table_.name = "e2e";
    table_.version = "1.0.0";
    table_.log = [](void* self, const idp_log_record* record) {
        auto& host = *static_cast<host_side*>(self);
        const std::lock_guard lock{host.mutex_};
        host.log_ += std::string{idp::view(record->text)} + '\n';
    };
    if (store_)
        table_.get_extension = [](void*, const char* id) -> const void* {
            return id == std::string_view{IDP_HOST_KV_V1} ? &kv_table : nullptr;
        };
    table_.wall_clock_ms = [](void* self) { return static_cast<host_side*>(self)->clock_ms.load(); };
}

std::string host_side::log() const {
    const std::lock_guard lock{mutex_};
    return log_;
}

std::string company::config_text(const simulated_wecom& wecom, const json::object& changes) {
    json::object network{{"api_base", wecom.origin()},
                         {"in_app_base", wecom.origin()},
                         {"qr_base", wecom.origin()},
                         {"ca_file", wecom.ca_file()},
                         {"allow_private", true}};
    json::object config{
        {"corpid", json::string_view{corpid}}, {"corpsecret", json::string_view{corpsecret}}, {"agentid", "1000002"}};
    for (const auto& [key, value] : changes) {
        if (key != "network") {
            config[key] = value;
            continue;
        }
        for (const auto& [name, setting] : value.as_object())
            network[name] = setting;
    }
    config["network"] = std::move(network);
    return json::serialize(config);
}

company::company(const simulated_wecom& wecom, json::object config, std::string_view instance_id, kv_store* store)
    : host{store},
      wecom_{wecom},
      library_{idp::provider::open(PLUGIN_FILE)},
      instance_{make_instance(library_, host, config_text(wecom, config), instance_id, create_error)} {}

journey company::begin(const login_options& with) {
    idp_authorize_request request{};
    request.struct_size = sizeof request;
    request.flags = with.flags;
    request.redirect_uri = idp::str(redirect_uri);
    request.context = idp::str(with.context);
    request.purpose = idp::str(with.purpose);
    request.binding = idp::str(with.binding);
    request.mode = idp::str(with.mode);
    request.user_agent = idp::str(with.user_agent);
    idp::owned<idp_authorize_result> result;
    auto err = idp::make_error();
    if (instance_.table().build_authorize_url(instance_.get(), &request, result.out(), &err) != IDP_OK)
        throw std::runtime_error{err.detail};
    return {std::string{idp::view(result->location)}, std::string{idp::view(result->transaction)}, {}};
}

journey company::visit_wecom(std::string_view member, const login_options& with) {
    auto out = begin(with);
    host::browser person{
        {.ca_file = wecom_.ca_file(),
         .headers = {{"X-Simulate-Member", std::string{member}}, {"User-Agent", std::string{with.user_agent}}}}};
    const auto arrived = person.follow(out.location, [](auto url) { return url.starts_with(redirect_uri); });
    if (!std::string_view{arrived.url}.starts_with(redirect_uri))
        throw std::runtime_error{"WeCom shows a page: " + arrived.body};
    out.query = arrived.url.substr(redirect_uri.size() + 1);
    return out;
}

outcome company::callback(std::string_view query, const std::vector<std::string_view>& transactions,
                          const login_options& with, std::string* grant_token) {
    std::vector<idp_str> brought;
    for (const auto one : transactions)
        brought.push_back(idp::str(one));
    idp_callback_request request{};
    request.struct_size = sizeof request;
    request.query = idp::str(query);
    request.transactions = {brought.data(), static_cast<std::uint32_t>(brought.size()), sizeof(idp_str)};
    request.redirect_uri = idp::str(redirect_uri);
    request.purpose = idp::str(with.purpose);
    request.binding = idp::str(with.binding);
    outcome out;
    idp::owned<idp_grant> grant;
    settle(out, instance_.table().handle_callback(instance_.get(), &request, grant.out(), &out.error));
    if (grant_token) *grant_token = idp::view(grant->token);
    return out;
}

outcome company::resolve(std::string_view grant_token, std::uint32_t flags, std::uint64_t op_id,
                         std::uint32_t timeout_ms) {
    idp_resolve_request request{};
    request.struct_size = sizeof request;
    request.flags = flags;
    request.op_id = op_id;
    request.timeout_ms = timeout_ms;
    request.grant_token = idp::str(grant_token);
    request.locale = idp::str("en");
    outcome out;
    settle(out, instance_.table().resolve_account(instance_.get(), &request, out.account.out(), &out.error));
    return out;
}

outcome company::finish(const journey& back, const login_options& with, std::uint32_t resolve_flags) {
    std::string grant_token;
    auto accepted = callback(back.query, {back.transaction}, with, &grant_token);
    return accepted.status == IDP_OK ? resolve(grant_token, resolve_flags) : std::move(accepted);
}

}  // namespace e2e
