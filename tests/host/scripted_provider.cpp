// A provider that does what its configuration says, to see what a host makes of it:
//   {"callback": -7, "resolve": 0, "second": 0, "reason": "...", "public_text": "...", "http_status": 403,
//    "retry_after_ms": 1500, "location": "...", "transaction": "...", "subject": "...", "display_name": "...", "label":
//    "...", "step": 3, "self_test": 1, "issue": "..."}
// Everything may be left out. "callback" and "resolve" are statuses; "second" is that of a login that was restarted.
#include "scripted_provider.hpp"

#include "idp_plugin.hpp"

#include <boost/json.hpp>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

namespace {

namespace json = boost::json;

std::mutex gate_mutex;
std::condition_variable gate;
bool closed = false;
int held = 0;

// Waits while the gate is closed; false if cancel opened it.
bool cancelled = false;
bool pass_gate() {
    std::unique_lock lock{gate_mutex};
    ++held;
    gate.notify_all();
    gate.wait(lock, [] { return !closed; });
    --held;
    return !cancelled;
}

void set_gate(bool close, bool by_cancel) {
    const std::lock_guard lock{gate_mutex};
    closed = close;
    cancelled = by_cancel;
    gate.notify_all();
}

}  // namespace

struct begun_login {
    std::string context, purpose, binding;
};

struct idp_instance {
    json::object script;
    std::atomic<int> logins{0};
    std::mutex mutex;
    std::map<std::string, begun_login> begun;  // by transaction

    std::string text(std::string_view key, std::string_view otherwise = {}) const {
        const auto* value = script.if_contains(key);
        return value ? json::value_to<std::string>(*value) : std::string{otherwise};
    }
    int number(std::string_view key, int otherwise = 0) const {
        const auto* value = script.if_contains(key);
        return value ? value->to_number<int>() : otherwise;
    }
    std::string ticket_kind() const {
        auto kind = text("ticket");
        if (kind.empty()) fail_if(IDP_E_UNSUPPORTED, "no_tickets");
        return kind;
    }
    void fail_if(idp_status status, std::string_view otherwise = "scripted") const {
        if (status == IDP_OK) return;
        const auto reason = text("reason", otherwise), words = text("public_text", "It did not work.");
        idp_error err = idp::make_error();
        idp::store(&err, {.status = status,
                          .reason = reason.c_str(),
                          .detail = "as the script says",
                          .public_text = words,
                          .audience = IDP_FOR_USER,
                          .http_status = number("http_status", 403),
                          .retry_after_ms = static_cast<std::uint32_t>(number("retry_after_ms"))});
        throw err;
    }
};

namespace {

template <class F>
idp_status run(idp_error* err, F&& f) {
    return idp::guard(err, [&]() -> idp_status {
        try {
            f();
            return IDP_OK;
        } catch (const idp_error& scripted) {
            if (err) *err = scripted;
            return scripted.status;
        }
    });
}

idp_status create(const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
    return run(err, [&] {
        const idp_log_record made{sizeof made, 0, 0, host->wall_clock_ms(host->ctx), IDP_LOG_INFO, 0, idp::str("made")};
        host->log(host->ctx, &made);
        *out =
            new idp_instance{.script = json::parse(idp::view(req->config_json)).as_object(), .mutex = {}, .begun = {}};
    });
}

idp_status destroy(idp_instance* self) {
    delete self;
    return IDP_OK;
}

idp_status build(idp_instance* self, const idp_authorize_request* req, idp_authorize_result* out, idp_error* err) {
    return run(err, [&] {
        const bool restarted = (req->flags & IDP_AUTHORIZE_RESTARTED) != 0;
        const auto made = (restarted ? "r" : "s") + std::to_string(++self->logins);
        {
            const std::lock_guard lock{self->mutex};
            self->begun[made] = {std::string{idp::view(req->context)}, std::string{idp::view(req->purpose)},
                                 std::string{idp::view(req->binding)}};
        }
        idp::storage kept;
        idp_authorize_result result{};
        result.location = kept.keep(self->text("location", idp::view(req->redirect_uri)) + "?state=" + made);
        result.transaction = kept.keep(self->text("transaction", made));
        result.lifetime_s = 600;
        result.owner = std::move(kept).give_away();
        idp::result_slot<idp_authorize_result>{out}.fill(result);
    });
}

idp_status prepare(idp_instance*) { return IDP_OK; }

idp_status callback(idp_instance* self, const idp_callback_request* req, idp_grant* out, idp_error* err) {
    return run(err, [&] {
        const auto state = std::string{idp::view(req->query)}.substr(6);
        const bool restarted = state.starts_with('r');
        if (req->transactions.count == 0) self->fail_if(restarted ? IDP_E_REJECTED : IDP_E_RESTART);
        idp_grant result{};
        for (const auto& one : idp::elements<idp_str>(req->transactions)) {
            if (idp::view(one) == state) break;
            ++result.transaction_index;
        }
        if (result.transaction_index == req->transactions.count) self->fail_if(IDP_E_REJECTED);
        const auto login = [&] {
            const std::lock_guard lock{self->mutex};
            return self->begun[state];
        }();
        if (idp::view(req->purpose) != login.purpose) self->fail_if(IDP_E_REJECTED, "other_purpose");
        if (idp::view(req->binding) != login.binding) self->fail_if(IDP_E_REJECTED, "binding_mismatch");
        self->fail_if(restarted ? self->number("second") : self->number("callback"));
        idp::storage kept;
        result.context = kept.keep(std::string{login.context});
        result.token = kept.keep(std::string{state});
        result.owner = std::move(kept).give_away();
        idp::result_slot<idp_grant>{out}.fill(result);
    });
}

idp_status resolve(idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
    return run(err, [&] {
        if (!pass_gate()) self->fail_if(IDP_E_CANCELLED);
        const bool restarted = idp::view(req->grant_token).starts_with('r');
        self->fail_if(restarted ? self->number("second") : self->number("resolve"));
        idp::storage kept;
        idp_account result{};
        result.verdict = IDP_VERDICT_MEMBER;
        result.issuer = idp::str("scripted");
        result.subject = kept.keep(self->text("subject", "zhangsan"));
        result.display_name = kept.keep(self->text("display_name"));
        result.owner = std::move(kept).give_away();
        idp::result_slot<idp_account>{out}.fill(result);
    });
}

idp_status cancel(idp_instance*, std::uint64_t) {
    set_gate(false, true);
    return IDP_OK;
}

idp_status options(idp_instance* self, const idp_str* user_agent, const idp_str*, idp_login_options* out,
                   idp_error* err) {
    return run(err, [&] {
        const bool phone = idp::view(*user_agent).find("Phone") != std::string_view::npos;
        idp::storage kept;
        idp_login_option one{};
        one.kind = phone ? IDP_LOGIN_HANDOFF : IDP_LOGIN_REDIRECT;
        one.mode = idp::str("scan");
        one.label = kept.keep(self->text("label", "Scan the code"));
        one.csp_form_action = idp::str("https://forms.example bad;origin");
        idp_login_options result{};
        result.options = kept.keep(std::vector{one});
        result.owner = std::move(kept).give_away();
        idp::result_slot<idp_login_options>{out}.fill(result);
    });
}

idp_status routes(idp_instance*, idp_http_routes* out, idp_error* err) {
    return run(err, [&] {
        idp::storage kept;
        const idp_http_route one{idp::str("GET"), idp::str("/verify_1.txt"), idp::str("text/plain"), idp::str("mine")};
        idp_http_routes result{};
        result.routes = kept.keep(std::vector{one});
        result.owner = std::move(kept).give_away();
        idp::result_slot<idp_http_routes>{out}.fill(result);
    });
}

constexpr scripted_control_v1 control{sizeof control,
                                      0,
                                      [] { set_gate(true, false); },
                                      [] {
                                          std::unique_lock lock{gate_mutex};
                                          gate.wait(lock, [] { return held > 0; });
                                      },
                                      [] { set_gate(false, false); },
                                      [](int logins) {
                                          std::unique_lock lock{gate_mutex};
                                          gate.wait(lock, [=] { return held == logins; });
                                      }};
// An issue where the script has one.
idp_status check(const idp_str* config_json, const idp_str* locale, idp_config_issues* out, idp_error* err) {
    return run(err, [&] {
        const auto script = json::parse(idp::view(*config_json)).as_object();
        idp::storage kept;
        std::vector<idp_config_issue> issues;
        if (const auto* issue = script.if_contains("issue"))
            issues.push_back({idp::str("/issue"), idp::str("type"),
                              kept.keep(std::string{issue->as_string()} + " in " + std::string{idp::view(*locale)})});
        idp_config_issues result{};
        result.issues = kept.keep(std::move(issues));
        result.owner = std::move(kept).give_away();
        idp::result_slot<idp_config_issues>{out}.fill(result);
    });
}

// One step, which ends as the script says, and so does the test.
idp_status self_test(idp_instance* self, std::uint32_t timeout_ms, const idp_str* locale, idp_self_test_fn sink,
                     void* user, idp_error* err) {
    idp_status end = IDP_OK;
    const auto failed = run(err, [&] {
        idp_self_test_step step{};
        step.struct_size = sizeof step;
        step.id = idp::str("knock");
        step.state = IDP_STEP_RUNNING;
        sink(user, &step);
        const auto said = std::to_string(timeout_ms) + " ms in " + std::string{idp::view(*locale)};
        step.state = static_cast<std::uint32_t>(self->number("step", IDP_STEP_PASSED));
        step.duration_ms = 7;
        step.text = idp::str(said);
        step.remedy = idp::str(step.state == IDP_STEP_FAILED ? "Ring the bell." : "");
        sink(user, &step);
        end = self->number("self_test");
        if (end < 0) self->fail_if(end);
    });
    return failed == IDP_OK ? end : failed;
}

// "ticket" in the configuration: a provider that has tickets. Theirs are in clear, to see what a host hands over:
// "<subject>-<binding>", or what "ticket" says if that is not "plain".
idp_status issue(idp_instance* self, const idp_account* account, const idp_str* binding, idp_bind_ticket* out,
                 idp_error* err) {
    return run(err, [&] {
        const auto kind = self->ticket_kind();
        idp::storage kept;
        idp_bind_ticket result{};
        const auto plain = std::string{idp::view(account->subject)} + "-" + std::string{idp::view(*binding)};
        result.ticket = kept.keep(kind == "plain" ? plain : kind);
        result.owner = std::move(kept).give_away();
        idp::result_slot<idp_bind_ticket>{out}.fill(result);
    });
}

idp_status redeem(idp_instance* self, const idp_str* ticket, const idp_str* binding, idp_account* out, idp_error* err) {
    return run(err, [&] {
        self->ticket_kind();
        const auto text = idp::view(*ticket);
        const auto dash = text.find('-');
        if (dash == text.npos || text.substr(dash + 1) != idp::view(*binding))
            idp::refuse("argument", "another binding");
        idp::storage kept;
        idp_account result{};
        result.verdict = IDP_VERDICT_MEMBER;
        result.issuer = idp::str("scripted");
        result.subject = kept.keep(std::string{text.substr(0, dash)});
        result.owner = std::move(kept).give_away();
        idp::result_slot<idp_account>{out}.fill(result);
    });
}

constexpr idp_config_check_v1 config_check{sizeof config_check, 0, check};
constexpr idp_self_test_v1 self_tests{sizeof self_tests, 0, self_test};
constexpr idp_bind_ticket_v1 bind_tickets{sizeof bind_tickets, 0, issue, redeem};
constexpr idp_login_page_v1 login_page{sizeof login_page, 0, options};
constexpr idp_http_routes_v1 http_routes{sizeof http_routes, 0, routes};

const void* extension(const char* id) {
    const std::string_view wanted{id};
    if (wanted == SCRIPTED_CONTROL_V1) return &control;
    if (wanted == IDP_CONFIG_CHECK_V1) return &config_check;
    if (wanted == IDP_SELF_TEST_V1) return &self_tests;
    if (wanted == IDP_BIND_TICKET_V1) return &bind_tickets;
    if (wanted == IDP_LOGIN_PAGE_V1) return &login_page;
    return wanted == IDP_HTTP_ROUTES_V1 ? &http_routes : nullptr;
}

// Of what forms and the API are tried with: texts, one that the check refuses, secrets, and what is for operators.
constexpr auto config_schema =
    R"({"type": "object", "properties": {"label": {"type": "string"}, "issue": {"type": "string"}, "subject": {"type": "string"},
        "key": {"type": "string", "writeOnly": true}, "secret": {"type": "string", "writeOnly": true},
        "network": {"type": "object", "x-operator": true,
                    "properties": {"base": {"type": "string"}, "api_base": {"type": "string"}}}}})";

const idp_descriptor descriptor{sizeof descriptor,
                                0,
                                "org.idpplugin.scripted",
                                "Scripted",
                                "idpplugin.org",
                                "0.1.0",
                                "Apache-2.0",
                                "https://idpplugin.org",
                                nullptr,
                                "Does what its configuration says, to test hosts.",
                                "auto scan",
                                "image/svg+xml",
                                idp::str("<svg xmlns='http://www.w3.org/2000/svg'/>"),
                                config_schema};
constexpr idp_plugin_v1 plugin{sizeof plugin, 0,       IDP_ABI_MINOR, 0,       &descriptor, create,   destroy,
                               build,         prepare, callback,      resolve, cancel,      extension};

}  // namespace

extern "C" const idp_plugin_v1* idp_plugin_entry_v1(void) { return &plugin; }
