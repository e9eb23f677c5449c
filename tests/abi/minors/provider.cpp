// A provider that offers every extension and asks nobody: whoever comes back is alice. It is compiled with our header
// and with that of a later minor, and insists on seeing the later fields of its partner exactly if the partner has
// them.

#include "growth.hpp"

#include <string>
#include <thread>

using minors::set_later;

struct idp_instance {
    idp_host_v1 host;
    const idp_host_kv_v1* kv = nullptr;
    std::jthread completion{};
};

namespace {

[[noreturn]] void defect(const char* what) { throw idp::failure{.detail = what}; }

bool both_are_later(const idp_host_v1& host) { return IDP_ABI_MINOR > 0 && host.abi_minor > 0; }

template <class T>
T read(const T* request, const idp_host_v1& host) {
    const auto known = idp::read_request(request);
    if (minors::has_later(known) != both_are_later(host)) defect("a field of the later minor is wrong");
    return known;
}

// The result, filled by make and marked.
template <class T, class Make>
idp_status answer(T* out, idp_error* err, Make make) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        idp::storage owns;
        T value{};
        set_later(value);
        make(value, owns);
        value.owner = std::move(owns).give_away();
        slot.fill(value);
        return IDP_OK;
    });
}

void fill_alice(idp_account& value, idp::storage& owns) {
    value.verdict = IDP_VERDICT_MEMBER;
    value.issuer = owns.keep("minors:1");
    value.subject = owns.keep("alice");
}

idp_status create(const idp_host_v1* host, const idp_create_request* request, idp_instance** out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        *out = nullptr;
        if (!host || host->struct_size < IDP_HOST_V1_MINOR_0) idp::refuse("struct_size", "no host table");
        const auto of = idp::known(host);
        read(request, of);
        if (minors::calls_later(host) != both_are_later(of)) defect("a function of the later minor is wrong");
        const auto* kv = static_cast<const idp_host_kv_v1*>(host->get_extension(host->ctx, IDP_HOST_KV_V1));
        if (!kv || kv->struct_size < IDP_HOST_KV_V1_MINOR_0) idp::refuse("argument", "no kv table");
        if (minors::calls_later(kv) != both_are_later(of)) defect("a function of the later kv is wrong");
        *out = new idp_instance{of, kv};
        return IDP_OK;
    });
}

idp_status destroy(idp_instance* self) {
    delete self;
    return IDP_OK;
}

idp_status build_authorize_url(idp_instance* self, const idp_authorize_request* request, idp_authorize_result* out,
                               idp_error* err) {
    return answer(out, err, [&](auto& value, auto& owns) {
        const auto asked = read(request, self->host);
        if (asked.mode.len) throw idp::failure{.status = IDP_E_UNSUPPORTED, .reason = "mode"};
        value.lifetime_s = 600;
        value.location = owns.keep(std::string{idp::view(asked.redirect_uri)} + "?code=alice&state=s");
        value.transaction = owns.keep("transaction");
    });
}

idp_status prepare(idp_instance* self) {
    const auto key = idp::str("key"), value = idp::str("value");
    const auto sink = [](void*, const char*, std::size_t) {};
    const auto put = self->kv->put(self->host.ctx, &key, &value, 1000);
    return put == IDP_OK ? self->kv->get(self->host.ctx, &key, sink, nullptr) : put;
}

idp_status handle_callback(idp_instance* self, const idp_callback_request* request, idp_grant* out, idp_error* err) {
    return answer(out, err, [&](auto& value, auto& owns) {
        const auto asked = read(request, self->host);
        for (const auto& one : idp::elements<idp_str>(asked.transactions))
            if (idp::view(one) == "transaction") value.token = owns.keep("token");
        if (!value.token.len) throw idp::failure{.status = IDP_E_RESTART, .reason = "unreadable"};
    });
}

idp_status resolve_account(idp_instance* self, const idp_resolve_request* request, idp_account* out, idp_error* err) {
    return answer(out, err, [&](auto& value, auto& owns) {
        if (idp::view(read(request, self->host).grant_token) != "token") idp::refuse("argument", "no grant");
        fill_alice(value, owns);
        idp_log_record record{};
        record.struct_size = sizeof record;
        set_later(record);
        self->host.log(self->host.ctx, &record);
    });
}

idp_status cancel(idp_instance*, std::uint64_t) { return IDP_NO; }

idp_status check(const idp_str*, const idp_str*, idp_config_issues* out, idp_error* err) {
    return answer(out, err, [&](auto& value, auto& owns) {
        idp_config_issue issue{};
        issue.code = owns.keep("required");
        set_later(issue);
        value.issues = owns.keep(std::vector{issue, issue});
    });
}

idp_status options(idp_instance*, const idp_str*, const idp_str*, idp_login_options* out, idp_error* err) {
    return answer(out, err, [&](auto& value, auto& owns) {
        idp_login_option option{};
        option.kind = IDP_LOGIN_REDIRECT;
        set_later(option);
        value.options = owns.keep(std::vector{option, option});
    });
}

idp_status routes(idp_instance*, idp_http_routes* out, idp_error* err) {
    return answer(out, err, [&](auto& value, auto& owns) {
        idp_http_route route{};
        route.path = owns.keep("/verify.txt");
        set_later(route);
        value.routes = owns.keep(std::vector{route, route});
    });
}

idp_status resolve_account_start(idp_instance* self, const idp_resolve_request* request, idp_resolved_fn done,
                                 void* user, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        if (idp::view(read(request, self->host).grant_token) != "token") idp::refuse("argument", "no grant");
        self->completion = std::jthread{[done, user] {
            idp::owned<idp_account> account;
            auto why = idp::make_error();
            auto* const out = account.out();
            const auto status = answer(out, &why, fill_alice);
            done(user, status, out, &why);
        }};
        return IDP_OK;
    });
}

idp_status run(idp_instance*, std::uint32_t, const idp_str*, idp_self_test_fn sink, void* user, idp_error*) {
    idp_self_test_step step{};
    step.struct_size = sizeof step;
    step.state = IDP_STEP_PASSED;
    set_later(step);
    sink(user, &step);
    return IDP_OK;
}

idp_status issue(idp_instance* self, const idp_account* account, const idp_str*, idp_bind_ticket* out, idp_error* err) {
    return answer(out, err, [&](auto& value, auto& owns) {
        if (idp::view(read(account, self->host).subject) != "alice") idp::refuse("argument", "not mine");
        value.ticket = owns.keep("ticket");
    });
}

idp_status redeem(idp_instance*, const idp_str*, const idp_str*, idp_account* out, idp_error* err) {
    return answer(out, err, fill_alice);
}

// An extension's table with its one or two functions.
template <class Table, class... Functions>
Table table_of(Functions... functions) {
    Table made{sizeof made, 0, functions...};
    minors::set_later_call(made);
    return made;
}

const void* get_extension(const char* id) {
    static const auto checks = table_of<idp_config_check_v1>(&check);
    static const auto pages = table_of<idp_login_page_v1>(&options);
    static const auto files = table_of<idp_http_routes_v1>(&routes);
    static const auto starts = table_of<idp_async_v1>(&resolve_account_start);
    static const auto tests = table_of<idp_self_test_v1>(&run);
    static const auto tickets = table_of<idp_bind_ticket_v1>(&issue, &redeem);
    const std::pair<const char*, const void*> offered[] = {
        {IDP_CONFIG_CHECK_V1, &checks}, {IDP_LOGIN_PAGE_V1, &pages}, {IDP_HTTP_ROUTES_V1, &files},
        {IDP_ASYNC_V1, &starts},        {IDP_SELF_TEST_V1, &tests},  {IDP_BIND_TICKET_V1, &tickets}};
    for (const auto& [name, table] : offered)
        if (!std::strcmp(id, name)) return table;
    return nullptr;
}

const idp_descriptor descriptor = [] {
    idp_descriptor made{};
    made.struct_size = sizeof made;
    made.id = "org.idpplugin.minors";
    set_later(made);
    return made;
}();

const idp_plugin_v1 table = [] {
    idp_plugin_v1 made{
        .struct_size = sizeof made,
        .abi_minor = IDP_ABI_MINOR,
        .descriptor = &descriptor,
        .create = &create,
        .destroy = &destroy,
        .build_authorize_url = &build_authorize_url,
        .prepare = &prepare,
        .handle_callback = &handle_callback,
        .resolve_account = &resolve_account,
        .cancel = &cancel,
        .get_extension = &get_extension,
    };
    minors::set_later_call(made);
    return made;
}();

}  // namespace

extern "C" const idp_plugin_v1* idp_plugin_entry_v1() { return &table; }
