#include "faults/fault_login.hpp"

#include <boost/json/serialize.hpp>

#include <atomic>
#include <cstring>
#include <stdexcept>

namespace faults {
namespace {

namespace json = boost::json;

constexpr std::string_view corpsecret = "canarySecretOfTheAppHas43LettersDigits-and_";
constexpr std::string_view seal_key = "0123456789abcdef0123456789abcdef";
constexpr std::string_view redirect_uri = "https://sso.example.com/callback";
// Between the deadline of a call and its return.
constexpr auto courtesy = 250ms;

std::string config_text(const scripted_wecom& wecom, const json::object& changes, std::string_view host_name) {
    const auto origin = "https://" + std::string{host_name} + ':' + std::to_string(wecom.server.port());
    json::object network{{"api_base", origin}, {"ca_file", wecom.authority.pem_file()}, {"allow_private", true}};
    json::object config{
        {"corpid", "ww1a2b3c4d5e6f7a8b"}, {"corpsecret", json::string_view{corpsecret}}, {"agentid", "1000002"}};
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

idp::instance make_instance(const idp::provider& library, const listening_host& host, const std::string& config) {
    const idp_str key = idp::str(seal_key);
    idp_create_request request{};
    request.struct_size = sizeof request;
    request.instance_id = idp::str("faults");
    request.config_json = idp::str(config);
    request.seal_keys = {&key, 1, sizeof key};
    auto err = idp::make_error();
    idp::instance out{library, host.table(), request, err};
    if (!out) throw std::runtime_error{err.detail};
    return out;
}

// A result as a caller must not hand it over: what is left of it after a failure was left by the plugin.
idp_account poisoned_account() {
    idp_account out;
    std::memset(&out, 0x5a, sizeof out);
    out.struct_size = sizeof out;
    return out;
}

bool is_zero(idp_account account) {
    account.struct_size = 0;
    const idp_account zero{};
    return std::memcmp(&account, &zero, sizeof zero) == 0;
}

void settle(login_end& end) {
    end.reason = end.error.reason;
    end.detail = end.error.detail;
    end.public_text = end.error.public_text;
}

void take(idp_account& account, login_end& end) {
    end.flags = account.flags;
    end.issuer = idp::view(account.issuer);
    end.subject = idp::view(account.subject);
    end.display_name = idp::view(account.display_name);
    end.avatar_url = idp::view(account.avatar_url);
    if (account.owner.release) account.owner.release(&account.owner);
}

std::string parameter(std::string_view url, std::string_view name) {
    const auto at = url.find(name) + name.size();
    return std::string{url.substr(at, url.find_first_of("&#", at) - at)};
}

std::string new_code() {
    static std::atomic<int> count{0};
    return "canaryCode" + std::to_string(++count);
}

std::string_view name_of(idp_status status) {
    constexpr std::string_view names[] = {"OK",      "INVALID",     "CONFIG",        "DEADLINE", "CANCELLED",
                                          "NETWORK", "UPSTREAM",    "DENIED",        "RESTART",  "REPLAYED",
                                          "BUSY",    "UNSUPPORTED", "WRONG_PROCESS", "INTERNAL", "REJECTED"};
    return status <= 0 && status >= IDP_E_REJECTED ? names[-status] : "an unknown status";
}

}  // namespace

std::string login_end::story() const {
    return std::string{name_of(status)} + " " + (status == IDP_OK ? subject : reason);
}

fault_login::fault_login(const json::object& config, std::string_view host_name)
    : library_{idp::provider::open(PLUGIN_FILE)},
      config_{config_text(wecom, config, host_name)},
      before_{process::footprint::now()},
      instance_{make_instance(library_, host, config_)},
      secrets_{std::string{corpsecret}, std::string{scripted_wecom::token_canary}, "canaryTicket"} {}

fault_login::~fault_login() {
    try {
        check_invariants();
    } catch (const std::exception& broken) {
        FAIL_CHECK("the end of a row: " << broken.what());
    }
}

arrival fault_login::visit_wecom() {
    idp_authorize_request begin{};
    begin.struct_size = sizeof begin;
    begin.redirect_uri = idp::str(redirect_uri);
    idp::owned<idp_authorize_result> begun;
    auto err = idp::make_error();
    if (library_.table().build_authorize_url(instance_->get(), &begin, begun.out(), &err) != IDP_OK)
        throw std::runtime_error{err.detail};
    const auto state = parameter(idp::view(begun->location), "state="), code = new_code();
    arrival back{"code=" + code + "&state=" + state, std::string{idp::view(begun->transaction)}};
    const std::lock_guard lock{mutex_};
    secrets_.insert(secrets_.end(), {state, code, back.transaction});
    return back;
}

login_end fault_login::callback(const arrival& back, std::string* grant_token) {
    const idp_str transaction = idp::str(back.transaction);
    idp_callback_request request{};
    request.struct_size = sizeof request;
    request.query = idp::str(back.query);
    request.transactions = {&transaction, 1, sizeof transaction};
    request.redirect_uri = idp::str(redirect_uri);
    idp::owned<idp_grant> grant;
    login_end end;
    end.status = library_.table().handle_callback(instance_->get(), &request, grant.out(), &end.error);
    settle(end);
    overhear(end);
    if (grant_token) *grant_token = idp::view(grant->token);
    return end;
}

std::string fault_login::come_back() {
    std::string grant_token;
    const auto end = callback(visit_wecom(), &grant_token);
    if (end.status != IDP_OK) throw std::runtime_error{end.detail};
    return grant_token;
}

login_end fault_login::resolve(std::string_view grant_token, std::chrono::milliseconds timeout, std::uint64_t op_id,
                               std::uint32_t flags) {
    idp_resolve_request request{};
    request.struct_size = sizeof request;
    request.flags = flags;
    request.op_id = op_id;
    request.timeout_ms = static_cast<std::uint32_t>(timeout.count());
    request.grant_token = idp::str(grant_token);
    request.locale = idp::str("en");
    auto account = poisoned_account();
    login_end end;
    const auto begun = std::chrono::steady_clock::now();
    end.status = library_.table().resolve_account(instance_->get(), &request, &account, &end.error);
    end.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    settle(end);
    expect(end.status == IDP_OK || is_zero(account), "the result of a failed call is not zero");
    expect(end.elapsed <= timeout + courtesy, "a call of " + std::to_string(timeout.count()) + " ms came back after " +
                                                  std::to_string(end.elapsed.count()) + " ms");
    if (end.status == IDP_OK) take(account, end);
    overhear(end);
    return end;
}

// Catch2 takes assertions of one thread only: what other threads find is told at the end of the row.
void fault_login::expect(bool kept, const std::string& otherwise) {
    if (kept) return;
    const std::lock_guard lock{mutex_};
    breaches_.push_back(otherwise);
}

void fault_login::overhear(const login_end& end) {
    const std::lock_guard lock{mutex_};
    for (const auto& text : {end.reason, end.detail, end.public_text, std::string{end.error.upstream}, end.issuer,
                             end.subject, end.display_name, end.avatar_url})
        said_ += text + '\n';
}

void fault_login::reconfigure() {
    instance_->reset();
    instance_.emplace(make_instance(library_, host, config_));
}

void fault_login::check_recovery() {
    wecom.mend();
    if (remembered_) reconfigure();
    CHECK(story(8000ms) == "OK zhangsan");
    wecom.forget_calls();
}

void fault_login::check_invariants() {
    check_recovery();
    instance_->reset();
    CHECK(before_.settled() == before_);
    for (const auto& breach : breaches_)
        FAIL_CHECK(breach);
    check_nothing_secret_was_said();
}

void fault_login::check_nothing_secret_was_said() {
    const auto all = said_ + host.log();
    for (const auto& secret : secrets_) {
        const bool said = all.find(secret) != all.npos;
        if (said) FAIL_CHECK("\"" << secret << "\" is in: " << all);
    }
}

void check_both_calls(const reply& fault, std::string_view at_gettoken, std::string_view at_getuserinfo,
                      std::chrono::milliseconds timeout) {
    fault_login row;
    for (const auto& [api, expected] : {std::pair{gettoken, at_gettoken}, std::pair{getuserinfo, at_getuserinfo}}) {
        CAPTURE(api);
        row.wecom.answer(api, fault);
        CHECK(row.story(timeout) == expected);
        row.check_recovery();
    }
}

void check_new_connections(const std::function<void(scripted_wecom&)>& break_them, std::string_view story,
                           int most_connections, std::chrono::milliseconds timeout) {
    fault_login row;
    SSL_CTX_set_num_tickets(row.wecom.server.context(), 0);  // a resumed session is not shown the certificate
    for (const bool has_token : {false, true}) {
        CAPTURE(has_token);
        row.wecom.forget_calls();
        const auto before = row.wecom.server.connections();
        break_them(row.wecom);
        CHECK(row.story(timeout) == story);
        CHECK(row.wecom.server.connections() - before <= most_connections);
        CHECK(row.wecom.calls(getuserinfo) == 0);
        row.wecom.mend();
        row.wecom.answer_next(getuserinfo, last_bytes(answer_of(member_answer("ZhangSan"), "Connection: close\r\n")));
        CHECK(row.story() == "OK zhangsan");  // leaves a token, and no connection
    }
}

}  // namespace faults
