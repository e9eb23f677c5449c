// host LIBRARY CONFIG RESOLVE_STATUS [whole]: calls everything that the provider offers. Compiled with our header and
// with that of a later minor. A whole provider is the one of provider.cpp: it has all extensions, in the minor it was
// built with.

#include "edge.hpp"

#include <cstdint>
#include <future>
#include <string_view>

using namespace minors;

namespace {

// The host's tables. They see whether a log record came, and whether it had the later field.
struct services {
    request<idp_host_v1> host;
    request<idp_host_kv_v1> kv;
    bool logged = false, logged_later = false;

    services() {
        host->abi_minor = IDP_ABI_MINOR;
        host->ctx = this;
        host->name = "host";
        host->version = "1";
        host->log = [](void* ctx, const idp_log_record* record) {
            static_cast<services*>(ctx)->logged = true;
            static_cast<services*>(ctx)->logged_later = has_later(idp::known(record));
        };
        host->wall_clock_ms = [](void*) { return std::uint64_t{1'700'000'000'000}; };
        host->get_extension = [](void* ctx, const char* id) -> const void* {
            return std::string_view{id} == IDP_HOST_KV_V1 ? static_cast<services*>(ctx)->kv.get() : nullptr;
        };
        kv->get = [](void*, const idp_str*, auto sink, void* user) -> idp_status {
            sink(user, "value", 5);
            return IDP_OK;
        };
        kv->put = [](auto...) -> idp_status { return IDP_OK; };
        kv->put_if_absent = [](auto...) -> idp_status { return IDP_OK; };
        set_later_call(*host);
        set_later_call(*kv);
    }
};

class session {
public:
    session(const char* file, const char* config, bool whole);

    void check(std::string_view config);
    void log_in(idp_status expected);
    void start(idp_status expected);
    void bind();
    void show_page();
    void test();

private:
    bool both_are_later() const { return IDP_ABI_MINOR > 0 && table().abi_minor > 0; }
    const idp_plugin_v1& table() const { return provider_.table(); }
    idp_instance* self() const { return instance_.get(); }

    template <class T>
    void expect_later(bool there, const T& where) const {
        if (whole_) require(there == both_are_later(), std::string{where} + ": what is of the later minor is there");
    }

    // What a call left behind that was expected to return that status.
    template <class T>
    void judge(const char* call, idp_status said, idp_status expected, result<T>& out) {
        const auto story =
            std::string{call} + " said " + std::to_string(said) + " " + err_->reason + " " + err_->detail;
        require(said == expected, story);
        require(out->struct_size == sizeof(T), story + ", and left struct_size as it was");
        require(said < 0 ? out.is_zero() : out->owner.release != nullptr, story + ", and its result agrees");
        require(said >= 0 || err_->status == said, story + ", and its error agrees");
        if (said >= 0) expect_later(has_later(*out), call);
    }

    template <class T>
    void judge_elements(const char* call, const idp_list& list) const {
        if (whole_) require(list.count == 2, std::string{call} + ": there are two elements");
        for (const auto& each : idp::elements<T>(list))
            expect_later(has_later(each), call);
    }

    template <class T>
    const T* extension(const char* id) const {
        const auto* const table = provider_.extension<T>(id);
        require(table || !whole_, std::string{id} + " is offered");
        if (table) expect_later(calls_later(table), id);
        return table;
    }

    void build(const char* mode, idp_status expected, result<idp_authorize_result>& out);
    void come_back(std::string_view state, idp_str transaction, idp_status expected);
    void ask_for(request<idp_resolve_request>& request);

    const idp::provider provider_;
    const bool whole_;
    services services_;
    at_the_edge<idp_error> err_;
    idp::instance instance_;
    result<idp_grant> grant_;
    result<idp_account> account_;
};

idp::instance made(const idp::provider& from, services& of, const char* config, idp_error& err) {
    const std::string key(32, 'k');
    const auto seal_key = idp::str(key);
    request<idp_create_request> asked;
    asked->instance_id = idp::str("minors/1");
    asked->config_json = idp::str(config);
    asked->seal_keys = {&seal_key, 1, sizeof seal_key};
    return {from, *of.host, *asked, err};
}

session::session(const char* file, const char* config, bool whole)
    : provider_{idp::provider::open(file)}, whole_{whole}, instance_{made(provider_, services_, config, *err_)} {
    require(bool{instance_}, std::string{"create said "} + err_->reason + " " + err_->detail);
    expect_later(calls_later(&table()), "the plugin table");
    expect_later(has_later(provider_.descriptor()), "the descriptor");
}

const std::string redirect_uri = "https://host.example/callback/1";

void session::build(const char* mode, idp_status expected, result<idp_authorize_result>& out) {
    request<idp_authorize_request> asked;
    asked->redirect_uri = idp::str(redirect_uri);
    asked->mode = idp::str(mode);
    judge("build_authorize_url", table().build_authorize_url(self(), asked.get(), out.get(), err_.get()), expected,
          out);
}

void session::come_back(std::string_view state, idp_str transaction, idp_status expected) {
    const auto query = "code=alice&state=" + std::string{state};
    request<idp_callback_request> asked;
    asked->query = idp::str(query);
    asked->transactions = {&transaction, 1, sizeof transaction};
    asked->redirect_uri = idp::str(redirect_uri);
    judge("handle_callback", table().handle_callback(self(), asked.get(), grant_.get(), err_.get()), expected, grant_);
}

void session::ask_for(request<idp_resolve_request>& request) {
    request->timeout_ms = 5000;
    request->grant_token = grant_->token;
}

// Every call fails once, and then succeeds.
void session::log_in(idp_status expected) {
    result<idp_authorize_result> none, url;
    build("no_such_mode", IDP_E_UNSUPPORTED, none);
    build("", IDP_OK, url);
    require(table().prepare(self()) == IDP_OK, "prepare is done");
    const auto location = idp::view(url->location);
    const auto state = location.substr(location.find("state=") + 6);
    come_back(state, idp::str("AAAA"), IDP_E_RESTART);
    come_back(state.substr(0, state.find_first_of("&#")), url->transaction, IDP_OK);

    request<idp_resolve_request> asked;
    ask_for(asked);
    asked->struct_size = IDP_RESOLVE_REQUEST_MINOR_0 - 1;
    judge("resolve_account", table().resolve_account(self(), asked.get(), account_.get(), err_.get()), IDP_E_INVALID,
          account_);
    asked->struct_size = sizeof(idp_resolve_request);
    judge("resolve_account", table().resolve_account(self(), asked.get(), account_.get(), err_.get()), expected,
          account_);
    require(expected < 0 || idp::view(account_->subject) == "alice", "this is alice");
    if (whole_) require(services_.logged, "the provider logs");
    if (services_.logged) expect_later(services_.logged_later, "a log record");
    require(table().cancel(self(), 7) == IDP_NO, "there is nothing to cancel");
}

void session::start(idp_status expected) {
    const auto* const async = extension<idp_async_v1>(IDP_ASYNC_V1);
    if (!async) return;
    struct answer {
        const session& of;
        std::promise<idp_status> status{};
    } answer{*this};
    const auto done = [](void* user, idp_status status, idp_account* account, const idp_error* err) {
        auto& to = *static_cast<struct answer*>(user);
        require(status < 0 ? err->status == status : idp::view(account->subject) == "alice", "a completion is right");
        if (status >= 0) to.of.expect_later(has_later(idp::known(account)), "a completion's account");
        to.status.set_value(status);
    };
    request<idp_resolve_request> asked;
    ask_for(asked);
    require(async->resolve_account_start(self(), asked.get(), done, &answer, err_.get()) == IDP_OK, "it is started");
    require(answer.status.get_future().get() == expected, "the completion says the same as resolve_account");
}

void session::bind() {
    const auto* const tickets = extension<idp_bind_ticket_v1>(IDP_BIND_TICKET_V1);
    if (!tickets || !account_->subject.len) return;
    request<idp_account> who;
    who->verdict = account_->verdict;
    who->issuer = account_->issuer;
    who->subject = account_->subject;
    const auto binding = idp::str("this browser");
    result<idp_bind_ticket> ticket;
    result<idp_account> same;
    judge("issue", tickets->issue(self(), who.get(), &binding, ticket.get(), err_.get()), IDP_OK, ticket);
    judge("redeem", tickets->redeem(self(), &ticket->ticket, &binding, same.get(), err_.get()), IDP_OK, same);
    require(idp::view(same->subject) == "alice", "a ticket brings alice back");
}

void session::check(std::string_view config) {
    const auto* const checks = extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1);
    if (!checks) return;
    const auto text = idp::str(config);
    result<idp_config_issues> found;
    judge("check", checks->check(&text, nullptr, found.get(), err_.get()), IDP_OK, found);
    judge_elements<idp_config_issue>("an issue", found->issues);
}

void session::show_page() {
    if (const auto* const pages = extension<idp_login_page_v1>(IDP_LOGIN_PAGE_V1)) {
        result<idp_login_options> found;
        judge("options", pages->options(self(), nullptr, nullptr, found.get(), err_.get()), IDP_OK, found);
        judge_elements<idp_login_option>("an option", found->options);
    }
    if (const auto* const files = extension<idp_http_routes_v1>(IDP_HTTP_ROUTES_V1)) {
        result<idp_http_routes> found;
        judge("routes", files->routes(self(), found.get(), err_.get()), IDP_OK, found);
        judge_elements<idp_http_route>("a route", found->routes);
    }
}

void session::test() {
    const auto* const tests = extension<idp_self_test_v1>(IDP_SELF_TEST_V1);
    if (!tests) return;
    struct steps {
        int count = 0, later = 0;
    } seen;
    const auto sink = [](void* user, const idp_self_test_step* step) {
        ++static_cast<steps*>(user)->count;
        static_cast<steps*>(user)->later += has_later(idp::known(step));
    };
    const auto said = tests->run(self(), 5000, nullptr, sink, &seen, err_.get());
    require(said >= 0 && seen.count > 0, "a self-test has steps");
    expect_later(seen.later == seen.count, "a step");
}

}  // namespace

int main(int count, char** arguments) try {
    require(count >= 4, "there are a library, its configuration and what resolve_account says");
    const idp_status expected = std::stoi(arguments[3]);
    session host{arguments[1], arguments[2], count > 4};
    host.check(arguments[2]);
    host.show_page();
    host.log_in(expected);
    host.start(expected);
    host.bind();
    host.test();
} catch (const idp::load_error& why) {
    std::cerr << why.what() << '\n';
    return 1;
}
