// A provider in C++ that lets in whoever says the name in its configuration. It shows how a provider is built, and must
// never guard anything: its transaction is not sealed.
#include <idp_plugin.hpp>

struct idp_instance {
    std::string guest;  // the only one who may come in
};

namespace {

template <class T, class F>
idp_status fill(T* out, idp_error* err, F&& make) {
    return idp::guard(err, [&] {
        idp::result_slot slot{out};
        idp::storage memory;
        T value = make(memory);
        value.owner = std::move(memory).give_away();
        slot.fill(value);
        return IDP_OK;
    });
}

idp_status create(const idp_host_v1*, const idp_create_request* req, idp_instance** out, idp_error* err) {
    return idp::guard(err, [&] {
        *out = new idp_instance{std::string{idp::view(idp::read_request(req).config_json)}};
        return IDP_OK;
    });
}

idp_status destroy(idp_instance* self) {
    delete self;
    return IDP_OK;
}

// The authorize page is the callback itself, as in good_minimal.c.
idp_status authorize(idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out, idp_error* err) {
    return fill(out, err, [&](idp::storage& memory) {
        const auto asked = idp::read_request(req);
        idp_authorize_result made{};
        made.location = memory.keep(std::string{idp::view(asked.redirect_uri)} + "?code=" + self->guest);
        made.transaction = memory.keep("transaction");
        made.mode = memory.keep("direct");
        made.lifetime_s = 600;
        return made;
    });
}

idp_status prepare(idp_instance*) { return IDP_OK; }

idp_status callback(idp_instance*, const idp_callback_request* req, idp_grant* out, idp_error* err) {
    return fill(out, err, [&](idp::storage& memory) {
        const auto query = idp::view(idp::read_request(req).query);
        if (!query.starts_with("code=")) throw idp::failure{.status = IDP_E_REJECTED, .reason = "callback"};
        idp_grant made{};
        made.token = memory.keep(std::string{query.substr(5)});
        return made;
    });
}

idp_status resolve(idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
    return fill(out, err, [&](idp::storage& memory) {
        if (idp::view(idp::read_request(req).grant_token) != self->guest)
            throw idp::failure{.status = IDP_E_DENIED, .reason = "not_member"};
        idp_account made{};
        made.verdict = IDP_VERDICT_MEMBER;
        made.issuer = memory.keep("doorman");
        made.subject = memory.keep(self->guest);
        return made;
    });
}

idp_status cancel(idp_instance*, std::uint64_t) { return IDP_NO; }

const void* extension(const char*) { return nullptr; }

constexpr idp_descriptor descriptor{
    .struct_size = sizeof descriptor,
    .flags = 0,
    .id = "org.example.doorman",
    .name = "Doorman",
    .vendor = "example.org",
    .version = "1.0.0",
    .license = "Apache-2.0",
    .homepage = "https://example.org",
    .support_url = nullptr,
    .description = "Lets one guest in.",
    .modes = "direct",
    .icon_media_type = nullptr,
    .icon = {},
    .config_schema = "{}",
};

constexpr idp_plugin_v1 table{
    .struct_size = sizeof table,
    .flags = 0,
    .abi_minor = IDP_ABI_MINOR,
    .min_host_minor = 0,
    .descriptor = &descriptor,
    .create = &create,
    .destroy = &destroy,
    .build_authorize_url = &authorize,
    .prepare = &prepare,
    .handle_callback = &callback,
    .resolve_account = &resolve,
    .cancel = &cancel,
    .get_extension = &extension,
};

}  // namespace

const idp_plugin_v1* idp_plugin_entry_v1() { return &table; }
