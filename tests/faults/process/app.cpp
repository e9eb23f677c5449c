#include "faults/process/app.hpp"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace process_faults {
namespace {

constexpr std::string_view seal_key = "0123456789abcdef0123456789abcdef";
constexpr std::string_view redirect_uri = "https://sso.example.com/callback";

idp_instance* make_instance(const idp_plugin_v1& table, const idp_host_v1& host, std::string_view config,
                            std::string_view id, idp_error& err) {
    const idp_str key = idp::str(seal_key);
    idp_create_request request{};
    request.struct_size = sizeof request;
    request.instance_id = idp::str(id);
    request.config_json = idp::str(config);
    request.seal_keys = {&key, 1, sizeof key};
    idp_instance* made = nullptr;
    table.create(&host, &request, &made, &err);
    return made;
}

idp_instance* must_make_instance(const idp_plugin_v1& table, const idp_host_v1& host, std::string_view config,
                                 std::string_view id) {
    auto err = idp::make_error();
    auto* const made = make_instance(table, host, config, id, err);
    if (!made) throw std::runtime_error{err.detail};
    return made;
}

std::string parameter(std::string_view url, std::string_view name) {
    const auto at = url.find(name) + name.size();
    return std::string{url.substr(at, url.find_first_of("&#", at) - at)};
}

call_end failure(idp_status status, const idp_error& err) {
    call_end out;
    out.status = status;
    out.reason = err.reason;
    out.detail = err.detail;
    out.audience = err.audience;
    return out;
}

}  // namespace

std::string plugin_file() {
    const char* const other = std::getenv("IDP_PROVIDER");
    return other ? other : PLUGIN_FILE;
}

std::string call_end::story() const {
    return status == IDP_OK ? "OK " + subject : std::to_string(status) + ' ' + reason;
}

app::app(const std::string& config, std::string_view id)
    : table_{idp::provider::open(plugin_file()).table()}, self_{must_make_instance(table_, host.table(), config, id)} {}

app::app(const std::string& config, const idp_host_kv_v1& kv, void* store)
    : host{&kv, store},
      table_{idp::provider::open(plugin_file()).table()},
      self_{must_make_instance(table_, host.table(), config, "main")} {}

app::app(const idp_plugin_v1& library, const std::string& config)
    : table_{library}, self_{must_make_instance(table_, host.table(), config, "main")} {}

void app::destroy() {
    if (self_) table_.destroy(self_);
    self_ = nullptr;
}

std::string app::fresh_code() {
    static std::atomic<int> count{0};
    return "person" + std::to_string(++count);
}

journey app::leave(std::string_view code) {
    idp_authorize_request begin{};
    begin.struct_size = sizeof begin;
    begin.redirect_uri = idp::str(redirect_uri);
    idp::owned<idp_authorize_result> begun;
    auto err = idp::make_error();
    if (table().build_authorize_url(self(), &begin, begun.out(), &err) != IDP_OK) throw std::runtime_error{err.detail};
    const auto state = parameter(idp::view(begun->location), "state=");
    return {"code=" + std::string{code} + "&state=" + state, std::string{idp::view(begun->transaction)}};
}

call_end app::callback(const journey& back, std::string* grant_token) {
    const idp_str transaction = idp::str(back.transaction);
    idp_callback_request request{};
    request.struct_size = sizeof request;
    request.query = idp::str(back.query);
    request.transactions = {&transaction, transaction.len == 0 ? 0u : 1u, sizeof transaction};
    request.redirect_uri = idp::str(redirect_uri);
    idp::owned<idp_grant> grant;
    auto err = idp::make_error();
    const auto status = table().handle_callback(self(), &request, grant.out(), &err);
    if (status == IDP_OK && grant_token) *grant_token = idp::view(grant->token);
    return status == IDP_OK ? call_end{} : failure(status, err);
}

std::string app::come_back(std::string_view code) {
    std::string grant_token;
    const auto end = callback(leave(code), &grant_token);
    if (end.status != IDP_OK) throw std::runtime_error{end.detail};
    return grant_token;
}

call_end app::resolve(std::string_view grant_token, std::chrono::milliseconds timeout, std::uint64_t op_id) {
    idp_resolve_request request{};
    request.struct_size = sizeof request;
    request.op_id = op_id;
    request.timeout_ms = static_cast<std::uint32_t>(timeout.count());
    request.grant_token = idp::str(grant_token);
    // A result as a caller must not hand it over: what is left of it was left by the plugin.
    idp_account account;
    std::memset(&account, 0x5a, sizeof account);
    account.struct_size = sizeof account;
    auto err = idp::make_error();
    const auto begun = std::chrono::steady_clock::now();
    const auto status = table().resolve_account(self(), &request, &account, &err);
    auto end = end_of(status, err, account);
    end.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    return end;
}

call_end end_of(idp_status status, const idp_error& err, idp_account& account) {
    if (status == IDP_OK) {
        call_end out;
        out.subject = idp::view(account.subject);
        if (account.owner.release) account.owner.release(&account.owner);
        return out;
    }
    idp_account zero{};
    zero.struct_size = sizeof zero;
    if (std::memcmp(&account, &zero, sizeof zero) != 0) throw std::logic_error{"a failed login left an account"};
    return failure(status, err);
}

call_end creation(const std::string& config) {
    const faults::listening_host host;
    const auto library = idp::provider::open(plugin_file());
    auto err = idp::make_error();
    auto* const made = make_instance(library.table(), host.table(), config, "main", err);
    if (!made) return failure(err.status, err);
    library.table().destroy(made);
    return {};
}

}  // namespace process_faults
