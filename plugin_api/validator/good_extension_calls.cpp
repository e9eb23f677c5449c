#include "validator/good_calls.hpp"

#include <condition_variable>
#include <mutex>

namespace validator {
namespace {

call make_check(scene& in, const idp_config_check_v1* table) {
    call out{"idp.config-check/1 check"};
    out.add_text("config_json", out.keep(in.config_json()), IDP_MAX_CONFIG, reading::config);
    out.add_text("locale", "en", IDP_MAX_LOCALE, reading::courtesy, false);
    out.add("out", passing::output, sized<idp_config_issues>());
    out.function = [table](const auto& with, idp_error* err) {
        return table->check(with[0].template as<const idp_str>(), with[1].template as<const idp_str>(),
                            with[2].template as<idp_config_issues>(), err);
    };
    return out;
}

call make_options(scene& in, const idp_login_page_v1* table) {
    call out{"idp.login-page/1 options"};
    out.add_opaque("self", in.plugin->self());
    out.add_text("user_agent", "Mozilla/5.0", IDP_MAX_USER_AGENT, reading::courtesy, false);
    out.add_text("locale", "en", IDP_MAX_LOCALE, reading::courtesy, false);
    out.add("out", passing::output, sized<idp_login_options>());
    out.function = [table](const auto& with, idp_error* err) {
        return table->options(with[0].template as<idp_instance>(), with[1].template as<const idp_str>(),
                              with[2].template as<const idp_str>(), with[3].template as<idp_login_options>(), err);
    };
    return out;
}

call make_routes(scene& in, const idp_http_routes_v1* table) {
    call out{"idp.http-routes/1 routes"};
    out.add_opaque("self", in.plugin->self());
    out.add("out", passing::output, sized<idp_http_routes>());
    out.function = [table](const auto& with, idp_error* err) {
        return table->routes(with[0].template as<idp_instance>(), with[1].template as<idp_http_routes>(), err);
    };
    return out;
}

void ignore_step(void*, const idp_self_test_step*) {}

call make_self_test(scene& in, const idp_self_test_v1* table) {
    call out{"idp.self-test/1 run"};
    out.add_opaque("self", in.plugin->self());
    out.add_text("locale", "en", IDP_MAX_LOCALE, reading::courtesy, false);
    out.add_opaque("sink", reinterpret_cast<void*>(&ignore_step));
    out.function = [table](const auto& with, idp_error* err) {
        return table->run(with[0].template as<idp_instance>(), 8000, with[1].template as<const idp_str>(),
                          reinterpret_cast<idp_self_test_fn>(with[2].at), nullptr, err);
    };
    return out;
}

// Where a completion leaves its status.
struct ending {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<idp_status> status;
};

void note_ending(void* user, idp_status status, idp_account*, const idp_error*) {
    auto& of = *static_cast<ending*>(user);
    const std::lock_guard lock{of.mutex};
    of.status = status;
    of.changed.notify_all();
}

call make_start(scene& in, const idp_async_v1* table) {
    call out{"idp.async/1 resolve_account_start"};
    const auto told = std::make_shared<ending>();
    add_resolve_request(out, in);
    out.add_opaque("done", reinterpret_cast<void*>(&note_ending));
    out.function = [table, told](const auto& with, idp_error* err) {
        return table->resolve_account_start(with[0].template as<idp_instance>(),
                                            with[1].template as<const idp_resolve_request>(),
                                            reinterpret_cast<idp_resolved_fn>(with[2].at), told.get(), err);
    };
    out.finish = [told](outcome& of) {
        if (!of.ok()) return;
        std::unique_lock lock{told->mutex};
        told->changed.wait(lock, [&] { return told->status.has_value(); });
        of.status = *std::exchange(told->status, std::nullopt);
    };
    return out;
}

constexpr std::string_view session_of_a_browser = "session 4711";

call make_issue(scene& in, const idp_bind_ticket_v1* table) {
    call out{"idp.bind-ticket/1 issue"};
    idp::owned<idp_account> who;
    const auto found = in.plugin->resolve(in.plugin->grant_token(), who);
    expect(found.ok(), "resolve_account refused a good login: " + found.story());
    auto account = sized<idp_account>();
    account.verdict = who->verdict;
    account.issuer = idp::str(out.keep(std::string{idp::view(who->issuer)}));
    account.subject = idp::str(out.keep(std::string{idp::view(who->subject)}));
    account.display_name = idp::str(out.keep(std::string{idp::view(who->display_name)}));
    out.add_opaque("self", in.plugin->self());
    out.add("account", passing::input, account);
    add_field(out, "issuer", 1, &idp_account::issuer, IDP_MAX_ISSUER, reading::text);
    add_field(out, "subject", 1, &idp_account::subject, IDP_MAX_SUBJECT, reading::text);
    out.add_text("binding", session_of_a_browser, IDP_MAX_BINDING, reading::bytes);
    out.add("out", passing::output, sized<idp_bind_ticket>());
    out.function = [table](const auto& with, idp_error* err) {
        return table->issue(with[0].template as<idp_instance>(), with[1].template as<const idp_account>(),
                            with[2].template as<const idp_str>(), with[3].template as<idp_bind_ticket>(), err);
    };
    return out;
}

call make_redeem(scene& in, const idp_bind_ticket_v1* table) {
    call out{"idp.bind-ticket/1 redeem"};
    auto issuing = make_issue(in, table);
    issuing.host = &in.host;
    const auto issued = issuing.run();
    expect(issued.ok(), "idp.bind-ticket/1 issue refused an account of its own: " + issued.story());
    const auto ticket = out.keep(std::string{idp::view(issuing.result()->as<idp_bind_ticket>()->ticket)});
    issuing.give_back();
    out.add_opaque("self", in.plugin->self());
    out.add_text("ticket", ticket, IDP_MAX_TICKET, reading::brought);
    out.add_text("binding", session_of_a_browser, IDP_MAX_BINDING, reading::bytes);
    out.add("account_out", passing::output, sized<idp_account>());
    out.function = [table](const auto& with, idp_error* err) {
        return table->redeem(with[0].template as<idp_instance>(), with[1].template as<const idp_str>(),
                             with[2].template as<const idp_str>(), with[3].template as<idp_account>(), err);
    };
    return out;
}

}  // namespace

void add_extension_calls(std::vector<call>& to, scene& in) {
    auto& of = in.of;
    if (const auto* t = of.extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1)) to.push_back(make_check(in, t));
    if (const auto* t = of.extension<idp_login_page_v1>(IDP_LOGIN_PAGE_V1)) to.push_back(make_options(in, t));
    if (const auto* t = of.extension<idp_http_routes_v1>(IDP_HTTP_ROUTES_V1)) to.push_back(make_routes(in, t));
    if (const auto* t = of.extension<idp_self_test_v1>(IDP_SELF_TEST_V1)) to.push_back(make_self_test(in, t));
    if (const auto* t = of.extension<idp_async_v1>(IDP_ASYNC_V1)) to.push_back(make_start(in, t));
    if (const auto* t = of.extension<idp_bind_ticket_v1>(IDP_BIND_TICKET_V1)) {
        to.push_back(make_issue(in, t));
        to.push_back(make_redeem(in, t));
    }
}

}  // namespace validator
