#include "providers/configured_provider.hpp"

#include "providers/abi_names.hpp"

#include <algorithm>

namespace host {
namespace {

using idp::str;
using idp::view;

std::string text(const idp_str& from) { return std::string{view(from)}; }

template <class T>
T request() {
    T out{};
    out.struct_size = sizeof out;
    return out;
}

// The error as this host goes on with it: a status it knows and an HTTP status that a page can have.
idp_error settled(idp_error err, idp_status status) {
    err.status = known_status(status < 0 ? status : IDP_E_INTERNAL);
    if (err.http_status < 400 || err.http_status > 599) err.http_status = 500;
    return err;
}

idp_error breach(std::string_view what) {
    return make_refusal(IDP_E_INTERNAL, "provider_breach", "the provider broke its contract: " + std::string{what});
}

bool is_blob(std::string_view value) {
    return !value.empty() && value.size() <= IDP_MAX_TRANSACTION && std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

bool is_header_text(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7F; });
}

bool is_http_url(std::string_view value) {
    return (value.starts_with("https://") || value.starts_with("http://")) && is_header_text(value) &&
           value.find(' ') == value.npos;
}

std::vector<idp_str> views(std::span<const std::string> texts) {
    std::vector<idp_str> out(texts.size());
    std::transform(texts.begin(), texts.end(), out.begin(), [](const auto& one) { return str(one); });
    return out;
}

idp_list list(const std::vector<idp_str>& items) {
    return {items.data(), static_cast<std::uint32_t>(items.size()), sizeof(idp_str)};
}

outcome<account> to_account(const idp_account& from) {
    if (view(from.issuer).empty() || view(from.subject).empty()) return breach("an account without issuer or subject");
    return account{
        from.verdict,     from.flags,       text(from.issuer),     text(from.subject),    text(from.display_name),
        text(from.email), text(from.phone), text(from.avatar_url), text(from.claims_json)};
}

login_option to_option(const idp_login_option& from) {
    return {from.kind,       text(from.mode),       text(from.label),     text(from.icon_media_type),
            text(from.icon), text(from.csp_script), text(from.csp_frame), text(from.csp_form_action)};
}

}  // namespace

std::string provider_path(std::string_view provider, std::string_view config_id) {
    std::string segment{provider};
    std::replace(segment.begin(), segment.end(), '.', '_');
    return "/api/v1/idp/" + segment + "/" + std::string{config_id};
}

idp_error make_refusal(idp_status status, std::string_view reason, std::string_view detail) {
    const bool outside = status == IDP_E_NETWORK || status == IDP_E_UPSTREAM;
    auto err = idp::make_error();
    const std::string word{reason};
    idp::store(&err, {.status = status,
                      .reason = word.c_str(),
                      .detail = detail,
                      .audience = status == IDP_E_CONFIG ? IDP_FOR_ADMIN
                                  : outside              ? IDP_FOR_OPERATOR
                                                         : IDP_FOR_DEVELOPER,
                      .http_status = outside ? 502 : 500});
    err.public_text[0] = '\0';  // the page that shows it has words of its own
    return err;
}

std::vector<config_issue> check_config(const idp::provider& of, std::string_view config_json, std::string_view locale) {
    std::vector<config_issue> out;
    const auto* checks = of.extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1);
    const auto check = checks ? IDP_FUNCTION(idp_config_check_v1, checks, check) : nullptr;
    if (!check) return out;
    const auto config = str(config_json), language = str(locale);
    idp::owned<idp_config_issues> result;
    auto err = idp::make_error();
    if (check(&config, &language, result.out(), &err) != IDP_OK) return {{"", err.reason, err.detail}};
    for (const auto& issue : idp::elements<idp_config_issue>(result->issues))
        out.push_back({text(issue.pointer), text(issue.code), text(issue.text)});
    return out;
}

outcome<std::unique_ptr<configured_provider>> configured_provider::create(const idp::provider& from,
                                                                          const host_services& services,
                                                                          const provider_config& config,
                                                                          const std::vector<std::string>& seal_keys,
                                                                          const public_url& base) {
    const auto keys = views(seal_keys);
    const auto instance_id = std::string{from.descriptor().id} + "/" + config.id;
    auto req = request<idp_create_request>();
    req.instance_id = str(instance_id);
    req.config_json = str(config.config);
    req.seal_keys = list(keys);
    auto err = idp::make_error();
    idp::instance made{from, services.table(), req, err};
    if (!made) return settled(err, err.status);
    return std::unique_ptr<configured_provider>{new configured_provider{from, config, base, std::move(made)}};
}

configured_provider::configured_provider(const idp::provider& from, const provider_config& config,
                                         const public_url& base, idp::instance instance)
    : from_{from},
      id_{config.id},
      name_{config.name},
      path_{provider_path(from.descriptor().id, config.id)},
      redirect_uri_{base.origin + path_ + "/callback"},
      instance_{std::move(instance)} {}

bool configured_provider::has_mode(std::string_view mode) const {
    const auto modes = " " + std::string{descriptor().modes} + " ";
    return mode.find(' ') == mode.npos && modes.find(" " + std::string{mode} + " ") != modes.npos;
}

std::string_view configured_provider::restart_mode() const { return has_mode("auto") ? "auto" : ""; }

outcome<started_login> configured_provider::start(const login_start& login) const {
    auto req = request<idp_authorize_request>();
    req.flags = login.restarted ? IDP_AUTHORIZE_RESTARTED : 0;
    req.redirect_uri = str(redirect_uri_);
    req.context = str(login.context);
    req.purpose = str(login.purpose);
    req.binding = str(login.binding);
    req.mode = str(login.mode);
    req.user_agent = str(login.user_agent);
    req.locale = str(login.locale);
    idp::owned<idp_authorize_result> result;
    auto err = idp::make_error();
    const auto status = from_.table().build_authorize_url(instance_.get(), &req, result.out(), &err);
    if (status != IDP_OK) return settled(err, status);
    if (!is_http_url(view(result->location))) return breach("the location is no http(s) URL");
    if (!is_blob(view(result->transaction))) return breach("the transaction has characters it may not have");
    return started_login{text(result->location), text(result->transaction), result->lifetime_s};
}

void configured_provider::prepare() const { from_.table().prepare(instance_.get()); }

outcome<grant> configured_provider::handle_callback(const callback_request& callback) const {
    const auto brought = views(callback.transactions);
    auto req = request<idp_callback_request>();
    req.query = str(callback.query);
    req.transactions = list(brought);
    req.redirect_uri = str(redirect_uri_);
    req.purpose = str(callback.purpose);
    req.binding = str(callback.binding);
    req.locale = str(callback.locale);
    idp::owned<idp_grant> result;
    auto err = idp::make_error();
    const auto status = from_.table().handle_callback(instance_.get(), &req, result.out(), &err);
    if (status != IDP_OK) return settled(err, status);
    if (result->transaction_index >= brought.size())
        return breach("the grant names a transaction that was not brought");
    return grant{result->transaction_index, text(result->context), text(result->mode), text(result->token)};
}

outcome<account> configured_provider::resolve(std::string_view grant_token, std::string_view locale) {
    auto req = request<idp_resolve_request>();
    req.op_id = ++last_op_;
    req.grant_token = str(grant_token);
    req.locale = str(locale);
    {
        const std::lock_guard lock{running_mutex_};
        running_.insert(req.op_id);
    }
    idp::owned<idp_account> result;
    auto err = idp::make_error();
    const auto status = from_.table().resolve_account(instance_.get(), &req, result.out(), &err);
    {
        const std::lock_guard lock{running_mutex_};
        running_.erase(req.op_id);
    }
    if (status != IDP_OK) return settled(err, status);
    return to_account(*result);
}

outcome<std::string> configured_provider::issue_ticket(const account& who, std::string_view binding) const {
    const auto* tickets = from_.extension<idp_bind_ticket_v1>(IDP_BIND_TICKET_V1);
    const auto issue = tickets ? IDP_FUNCTION(idp_bind_ticket_v1, tickets, issue) : nullptr;
    if (!issue) return make_refusal(IDP_E_UNSUPPORTED, "no_tickets", "this provider issues no tickets");
    auto given = request<idp_account>();
    given.verdict = who.verdict;
    given.issuer = str(who.issuer);
    given.subject = str(who.subject);
    given.display_name = str(who.display_name);
    const auto bound_to = str(binding);
    idp::owned<idp_bind_ticket> result;
    auto err = idp::make_error();
    const auto status = issue(instance_.get(), &given, &bound_to, result.out(), &err);
    if (status != IDP_OK) return settled(err, status);
    if (!is_blob(view(result->ticket))) return breach("the ticket has characters it may not have");
    return text(result->ticket);
}

outcome<account> configured_provider::redeem_ticket(std::string_view ticket, std::string_view binding) const {
    const auto* tickets = from_.extension<idp_bind_ticket_v1>(IDP_BIND_TICKET_V1);
    const auto redeem = tickets ? IDP_FUNCTION(idp_bind_ticket_v1, tickets, redeem) : nullptr;
    if (!redeem) return make_refusal(IDP_E_UNSUPPORTED, "no_tickets", "this provider issues no tickets");
    const auto brought = str(ticket), bound_to = str(binding);
    idp::owned<idp_account> result;
    auto err = idp::make_error();
    const auto status = redeem(instance_.get(), &brought, &bound_to, result.out(), &err);
    if (status != IDP_OK) return settled(err, status);
    return to_account(*result);
}

bool configured_provider::has_self_test() const {
    const auto* tests = from_.extension<idp_self_test_v1>(IDP_SELF_TEST_V1);
    return tests && IDP_FUNCTION(idp_self_test_v1, tests, run);
}

outcome<bool> configured_provider::self_test(std::chrono::milliseconds timeout, std::string_view locale,
                                             const std::function<void(const self_test_step&)>& on_step) const {
    if (!has_self_test()) return make_refusal(IDP_E_UNSUPPORTED, "no_self_test", "this provider has no self-test");
    struct listener {
        const std::function<void(const self_test_step&)>& on_step;
        std::exception_ptr thrown{};
    } who{on_step};
    const auto sink = [](void* user, const idp_self_test_step* step) noexcept {
        auto& to = *static_cast<listener*>(user);
        if (to.thrown) return;
        try {
            to.on_step({text(step->id), step->state, text(step->text), text(step->remedy),
                        std::chrono::milliseconds{step->duration_ms}});
        } catch (...) {
            to.thrown = std::current_exception();  // goes on where no foreign frame is in between
        }
    };
    const auto language = str(locale);
    auto err = idp::make_error();
    const auto status =
        from_.extension<idp_self_test_v1>(IDP_SELF_TEST_V1)
            ->run(instance_.get(), static_cast<std::uint32_t>(timeout.count()), &language, sink, &who, &err);
    if (who.thrown) std::rethrow_exception(who.thrown);
    if (status < 0) return settled(err, status);
    return outcome<bool>{boost::system::in_place_value, status == IDP_OK};
}

void configured_provider::cancel_all() {
    const auto running = [this] {
        const std::lock_guard lock{running_mutex_};
        return running_;
    }();
    for (const auto op : running)
        from_.table().cancel(instance_.get(), op);
}

std::vector<login_option> configured_provider::options(std::string_view user_agent, std::string_view locale) const {
    std::vector<login_option> out;
    const auto* pages = from_.extension<idp_login_page_v1>(IDP_LOGIN_PAGE_V1);
    idp::owned<idp_login_options> result;
    const auto agent = str(user_agent), language = str(locale);
    if (const auto list = pages ? IDP_FUNCTION(idp_login_page_v1, pages, options) : nullptr;
        list && list(instance_.get(), &agent, &language, result.out(), nullptr) == IDP_OK) {
        for (const auto& option : idp::elements<idp_login_option>(result->options))
            out.push_back(to_option(option));
        return out;
    }
    const auto& self = descriptor();
    return {{IDP_LOGIN_REDIRECT, "", name_, self.icon_media_type, text(self.icon), "", "", ""}};
}

std::vector<provided_file> configured_provider::files() const {
    std::vector<provided_file> out;
    const auto* routes = from_.extension<idp_http_routes_v1>(IDP_HTTP_ROUTES_V1);
    idp::owned<idp_http_routes> result;
    if (const auto list = routes ? IDP_FUNCTION(idp_http_routes_v1, routes, routes) : nullptr;
        list && list(instance_.get(), result.out(), nullptr) == IDP_OK)
        for (const auto& route : idp::elements<idp_http_route>(result->routes))
            if (view(route.method) == "GET" && view(route.path).starts_with('/') &&
                is_header_text(view(route.media_type)))
                out.push_back({text(route.path), text(route.media_type), text(route.body)});
    return out;
}

}  // namespace host
