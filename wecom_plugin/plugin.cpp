// The C ABI in front of core and io: converts, catches, and nothing else.

#include "core/assets.hpp"
#include "core/begin_login.hpp"
#include "core/callback.hpp"
#include "core/encoding.hpp"
#include "idp_plugin.hpp"
#include "plugin_conversion.hpp"
#include "plugin_extensions.hpp"
#include "plugin_instance.hpp"
#include "plugin_randomness.hpp"
#include "plugin_resolve.hpp"

using namespace wecom;

namespace {

std::vector<secret> seal_keys_of(const idp_list& list) {
    std::vector<secret> keys;
    for (const auto& key : list_argument<idp_str>(list, IDP_MAX_SEAL_KEYS)) {
        if (key.len < IDP_MIN_SEAL_KEY || key.len > IDP_MAX_SEAL_KEY || !key.ptr)
            idp::refuse("seal_key", "a seal key has fewer than 32 or more than 64 bytes");
        keys.emplace_back(idp::view(key));
    }
    return keys;
}

bool is_instance_id(std::string_view id) {
    return !id.empty() &&
           id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/-") == id.npos;
}

idp_host_v1 checked_host(const idp_host_v1* host) {
    if (!host) idp::refuse("argument", "the host table is null");
    if (host->struct_size < IDP_HOST_V1_MINOR_0) idp::refuse("struct_size", "the host table is below that of minor 0");
    if (!host->log || !host->wall_clock_ms) idp::refuse("argument", "a required function of the host is null");
    if (host->flags & IDP_FLAGS_CRITICAL)
        throw idp::failure{.status = IDP_E_UNSUPPORTED,
                           .reason = "critical_flag",
                           .detail = "an unknown critical flag of the host table"};
    return idp::known(host);
}

idp_status create(const idp_host_v1* host, const idp_create_request* request, idp_instance** out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        if (!out) idp::refuse("argument", "the result pointer is null");
        *out = nullptr;
        visit::refuse_after_exit();
        const auto of = checked_host(host);
        const auto asked = idp::read_request(request);
        const auto id = bytes_argument(asked.instance_id, IDP_MAX_INSTANCE_ID);
        if (!is_instance_id(id)) idp::refuse("argument", "instance_id is not 1 to 128 of [A-Za-z0-9._:/-]");
        const auto config_json = bytes_argument(asked.config_json, IDP_MAX_CONFIG);
        auto seal_keys = seal_keys_of(asked.seal_keys);
        auto settings = parse_config(config_json);
        if (!settings) return fail(err, settings.error(), language::en);
        auto trust = runtime::of_this_process().trust(settings->network.ca_file);
        if (!trust) return fail(err, trust.error(), language::en);
        auto keys = make_login_keys(std::move(seal_keys), id, *settings);
        *out = new idp_instance{of, std::move(*settings), std::move(keys), std::move(*trust)};
        return IDP_OK;
    });
}

idp_status destroy(idp_instance* self) {
    return idp::guard(nullptr, [&]() -> idp_status {
        if (!self) return IDP_OK;
        visit::checked(self);
        visit::refuse_inside_host_code();
        if (!self->gate.close()) idp::refuse("closed", "destroy is running already");
        self->logins.close();
        self->self_tests.close();
        self->gate.wait_until_empty();
        visit::deliver_last_words(*self);
        delete self;
        return IDP_OK;
    });
}

idp_status build_authorize_url(idp_instance* self, const idp_authorize_request* request, idp_authorize_result* out,
                               idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const visit here{self};
        const auto asked = idp::read_request(request);
        const login_request with{.redirect_uri = text_argument(asked.redirect_uri, IDP_MAX_REDIRECT_URI),
                                 .context = bytes_argument(asked.context, IDP_MAX_CONTEXT),
                                 .purpose = text_argument(asked.purpose, IDP_MAX_PURPOSE),
                                 .binding = bytes_argument(asked.binding, IDP_MAX_BINDING),
                                 .mode = text_argument(asked.mode, IDP_MAX_MODE),
                                 .user_agent = browser_text(asked.user_agent, IDP_MAX_USER_AGENT),
                                 .locale = browser_text(asked.locale, IDP_MAX_LOCALE),
                                 .restarted = (asked.flags & IDP_AUTHORIZE_RESTARTED) != 0};
        auto begun = begin_login(*self->settings, self->keys, with, random_bytes(begin_login_random), here.now());
        if (!begun) return fail(err, begun.error(), locale_argument(asked.locale));
        idp::storage owns;
        idp_authorize_result answer{};
        answer.lifetime_s = transaction_lifetime_s;
        answer.location = owns.keep(std::move(begun->location));
        answer.transaction = owns.keep(std::move(begun->transaction));
        answer.mode = idp::str(name_of(begun->mode));
        answer.owner = std::move(owns).give_away();
        slot.fill(answer);
        return IDP_OK;
    });
}

idp_status prepare(idp_instance* self) {
    return idp::guard(nullptr, [&]() -> idp_status {
        const visit_with_store here{self};
        self->logins.prepare(here.now());
        return IDP_OK;
    });
}

idp_status handle_callback(idp_instance* self, const idp_callback_request* request, idp_grant* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const visit here{self};
        const auto asked = idp::read_request(request);
        callback brought{.query = idp::view(asked.query),
                         .transactions = {},
                         .redirect_uri = text_argument(asked.redirect_uri, IDP_MAX_REDIRECT_URI),
                         .purpose = text_argument(asked.purpose, IDP_MAX_PURPOSE),
                         .binding = bytes_argument(asked.binding, IDP_MAX_BINDING)};
        for (const auto& one : list_argument<idp_str>(asked.transactions, IDP_MAX_TRANSACTIONS))
            brought.transactions.push_back(idp::view(one));
        auto accepted = accept_callback(brought, self->keys.transactions, self->keys.instance_hash,
                                        self->settings->corpid, here.now());
        if (!accepted) return fail(err, accepted.error(), locale_argument(asked.locale));
        idp::storage owns;
        idp_grant answer{};
        answer.transaction_index = static_cast<std::uint32_t>(accepted->transaction_index);
        answer.context = owns.keep(std::move(accepted->sealed.context));
        answer.purpose = owns.keep(std::move(accepted->sealed.purpose));
        answer.mode = owns.keep(std::move(accepted->sealed.mode));
        answer.token = owns.keep(self->keys.grants.seal(pack(accepted->granted), random_bytes(nonce_size)));
        answer.owner = std::move(owns).give_away();
        slot.fill(answer);
        return IDP_OK;
    });
}

idp_status cancel(idp_instance* self, std::uint64_t op_id) {
    return idp::guard(nullptr, [&]() -> idp_status {
        const visit here{self};
        return self->logins.cancel(op_id) ? IDP_OK : IDP_NO;
    });
}

constexpr idp_descriptor descriptor{
    .struct_size = sizeof descriptor,
    .flags = 0,
    .id = "org.idpplugin.wecom",
    .name = "WeCom",
    .vendor = "idpplugin.org",
    .version = PLUGIN_VERSION,
    .license = "Apache-2.0",
    .homepage = "https://idpplugin.org/wecom",
    .support_url = nullptr,
    .description = "Sign in with WeCom (企业微信).",
    .modes = "auto in_app qr qr_legacy",
    .icon_media_type = "image/svg+xml",
    .icon = {icon_svg, sizeof icon_svg - 1},
    .config_schema = config_schema_json,
};

constexpr idp_plugin_v1 table{
    .struct_size = sizeof table,
    .flags = 0,
    .abi_minor = IDP_ABI_MINOR,
    .min_host_minor = 0,
    .descriptor = &descriptor,
    .create = &create,
    .destroy = &destroy,
    .build_authorize_url = &build_authorize_url,
    .prepare = &prepare,
    .handle_callback = &handle_callback,
    .resolve_account = &resolve_account,
    .cancel = &cancel,
    .get_extension = &plugin_extension,
};

}  // namespace

const idp_plugin_v1* idp_plugin_entry_v1() { return &table; }
