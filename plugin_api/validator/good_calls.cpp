#include "validator/good_calls.hpp"

namespace validator {
namespace {

call make_create(scene& in) {
    call out{"create"};
    const auto& table = in.of.table();
    out.add("host", passing::input, in.host.table());
    out.add("req", passing::input, create_request("validator/1", out.keep(in.config_json())));
    out.add("out", passing::handle, static_cast<idp_instance*>(nullptr));
    add_field(out, "instance_id", 1, &idp_create_request::instance_id, IDP_MAX_INSTANCE_ID, reading::text);
    add_field(out, "config_json", 1, &idp_create_request::config_json, IDP_MAX_CONFIG, reading::config);
    out.lists.push_back({"seal_keys", 1, offsetof(idp_create_request, seal_keys), IDP_MAX_SEAL_KEYS});
    out.function = [&table](const auto& with, idp_error* err) {
        return table.create(with[0].template as<const idp_host_v1>(), with[1].template as<const idp_create_request>(),
                            with[2].template as<idp_instance*>(), err);
    };
    out.destroy = [&table](const auto& with) {
        auto*& made = *with[2].template as<idp_instance*>();
        table.destroy(std::exchange(made, nullptr));
    };
    return out;
}

call make_build_authorize_url(scene& in) {
    call out{"build_authorize_url"};
    auto request = sized<idp_authorize_request>();
    request.redirect_uri = idp::str(out.keep(begin_options{}.redirect_uri));
    request.context = idp::str("next=/home");
    request.purpose = idp::str("login");
    request.user_agent = idp::str("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
    request.locale = idp::str("en");
    out.add_opaque("self", in.plugin->self());
    out.add("req", passing::input, request);
    out.add("out", passing::output, sized<idp_authorize_result>());
    using fields = idp_authorize_request;
    add_field(out, "redirect_uri", 1, &fields::redirect_uri, IDP_MAX_REDIRECT_URI, reading::text);
    add_field(out, "context", 1, &fields::context, IDP_MAX_CONTEXT, reading::bytes);
    add_field(out, "purpose", 1, &fields::purpose, IDP_MAX_PURPOSE, reading::text);
    add_field(out, "binding", 1, &fields::binding, IDP_MAX_BINDING, reading::bytes);
    add_field(out, "mode", 1, &fields::mode, IDP_MAX_MODE, reading::text);
    add_field(out, "user_agent", 1, &fields::user_agent, IDP_MAX_USER_AGENT, reading::courtesy);
    add_field(out, "locale", 1, &fields::locale, IDP_MAX_LOCALE, reading::courtesy);
    out.function = [&table = in.of.table()](const auto& with, idp_error* err) {
        return table.build_authorize_url(with[0].template as<idp_instance>(),
                                         with[1].template as<const idp_authorize_request>(),
                                         with[2].template as<idp_authorize_result>(), err);
    };
    return out;
}

call make_handle_callback(scene& in) {
    call out{"handle_callback"};
    journey from;
    expect(in.plugin->begin(from).ok(), "build_authorize_url refused a good request");
    auto request = sized<idp_callback_request>();
    request.query = idp::str(out.keep(in.query_of(from)));
    request.transactions = out.keep_list({from.transaction});
    request.redirect_uri = idp::str(out.keep(begin_options{}.redirect_uri));
    request.purpose = idp::str("login");
    request.locale = idp::str("en");
    out.add_opaque("self", in.plugin->self());
    out.add("req", passing::input, request);
    out.add("out", passing::output, sized<idp_grant>());
    using fields = idp_callback_request;
    add_field(out, "query", 1, &fields::query, IDP_MAX_QUERY, reading::brought);
    add_field(out, "redirect_uri", 1, &fields::redirect_uri, IDP_MAX_REDIRECT_URI, reading::text);
    add_field(out, "purpose", 1, &fields::purpose, IDP_MAX_PURPOSE, reading::text);
    add_field(out, "binding", 1, &fields::binding, IDP_MAX_BINDING, reading::bytes);
    add_field(out, "locale", 1, &fields::locale, IDP_MAX_LOCALE, reading::courtesy);
    out.lists.push_back({"transactions", 1, offsetof(idp_callback_request, transactions), IDP_MAX_TRANSACTIONS});
    out.function = [&table = in.of.table()](const auto& with, idp_error* err) {
        return table.handle_callback(with[0].template as<idp_instance>(),
                                     with[1].template as<const idp_callback_request>(),
                                     with[2].template as<idp_grant>(), err);
    };
    return out;
}

call make_resolve_account(scene& in) {
    call out{"resolve_account"};
    add_resolve_request(out, in);
    out.add("out", passing::output, sized<idp_account>());
    out.function = [&table = in.of.table()](const auto& with, idp_error* err) {
        return table.resolve_account(with[0].template as<idp_instance>(),
                                     with[1].template as<const idp_resolve_request>(),
                                     with[2].template as<idp_account>(), err);
    };
    return out;
}

call make_prepare(scene& in) {
    call out{"prepare"};
    out.add_opaque("self", in.plugin->self());
    out.has_error = false;
    out.function = [&table = in.of.table()](const auto& with, idp_error*) {
        return table.prepare(with[0].template as<idp_instance>());
    };
    return out;
}

call make_cancel(scene& in) {
    call out{"cancel"};
    out.add_opaque("self", in.plugin->self());
    out.has_error = false;
    out.function = [&table = in.of.table()](const auto& with, idp_error*) {
        return table.cancel(with[0].template as<idp_instance>(), 4711);
    };
    return out;
}

}  // namespace

void add_resolve_request(call& to, scene& in) {
    auto request = sized<idp_resolve_request>();
    request.timeout_ms = 8000;
    request.grant_token = idp::str(to.keep(in.plugin->grant_token()));
    request.locale = idp::str("en");
    to.add_opaque("self", in.plugin->self());
    to.add("req", passing::input, request);
    add_field(to, "grant_token", 1, &idp_resolve_request::grant_token, IDP_MAX_GRANT_TOKEN, reading::sealed);
    add_field(to, "locale", 1, &idp_resolve_request::locale, IDP_MAX_LOCALE, reading::courtesy);
}

std::vector<call> good_calls(scene& in) {
    std::vector<call> out;
    out.push_back(make_create(in));
    out.push_back(make_build_authorize_url(in));
    out.push_back(make_prepare(in));
    out.push_back(make_handle_callback(in));
    out.push_back(make_resolve_account(in));
    out.push_back(make_cancel(in));
    add_extension_calls(out, in);
    for (auto& one : out)
        one.host = &in.host;
    return out;
}

}  // namespace validator
