#include "bench/tenant.hpp"

#include "bench/board.hpp"

#include <malloc.h>

#include <filesystem>
#include <iterator>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::string_view redirect_uri = "https://sso.example.com/api/v1/login/wecom/callback";
constexpr std::string_view seal_key = "0123456789abcdef0123456789abcdef";
constexpr std::string_view code = "CODE0123456789abcdefghijklmnopqrstuvwxyzABC";
constexpr std::string_view browser =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

const idp_host_v1& host() {
    static const idp_host_v1 table = [] {
        idp_host_v1 out{};
        out.struct_size = sizeof out;
        out.abi_minor = IDP_ABI_MINOR;
        out.name = "wecom-bench";
        out.version = "1.0.0";
        out.log = [](void*, const idp_log_record*) {};
        out.wall_clock_ms = [](void*) -> std::uint64_t { return 1'790'000'000'000; };
        return out;
    }();
    return table;
}

std::string config_text(const tenant_settings& with) {
    std::string out = R"({"corpid":")";
    out += with.corpid;
    out +=
        R"(","corpsecret":"iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW","agentid":"1000002","mode":"qr","profile":")";
    out += with.profile;
    out += R"(","network":{"api_base":")" + with.origin + R"(","allow_private":true)";
    if (!with.ca_file.empty()) out += R"(,"ca_file":")" + with.ca_file + '"';
    return out + "}}";
}

idp::instance make_instance(const idp::provider& plugin, const tenant_settings& settings, std::string_view id,
                            idp_error& err) {
    const auto config = config_text(settings);
    const idp_str key = idp::str(seal_key);
    idp_create_request request{};
    request.struct_size = sizeof request;
    request.instance_id = idp::str(id);
    request.config_json = idp::str(config);
    request.seal_keys = {&key, 1, sizeof key};
    return {plugin, host(), request, err};
}

void must(idp_status status, const char* what, const idp_error& err) {
    if (status != IDP_OK) throw std::runtime_error{std::string{what} + ": " + err.reason + ": " + err.detail};
}

std::string state_in(std::string_view location) {
    constexpr std::string_view name = "state=";
    const auto at = location.find(name);
    if (at == location.npos) throw std::runtime_error{"an authorize URL without a state"};
    const auto rest = location.substr(at + name.size());
    return std::string{rest.substr(0, rest.find_first_of("&#"))};
}

}  // namespace

idp::provider open_plugin() { return idp::provider::open(PLUGIN_FILE); }

tenant::tenant(const idp::provider& plugin, const tenant_settings& settings, std::string_view instance_id)
    : plugin_{plugin}, instance_{make_instance(plugin, settings, instance_id, error_)} {
    if (!instance_) must(IDP_E_CONFIG, "create", error_);
}

void tenant::build_authorize_url(idp::owned<idp_authorize_result>& out) {
    idp_authorize_request request{};
    request.struct_size = sizeof request;
    request.redirect_uri = idp::str(redirect_uri);
    request.context = idp::str("/desktop/");
    request.user_agent = idp::str(browser);
    request.locale = idp::str("zh-CN");
    must(table().build_authorize_url(handle(), &request, out.out(), &error_), "build_authorize_url", error_);
}

tenant::begun tenant::begin() {
    idp::owned<idp_authorize_result> result;
    build_authorize_url(result);
    return {std::string{idp::view(result->transaction)},
            "code=" + std::string{code} + "&state=" + state_in(idp::view(result->location))};
}

idp_status tenant::finish(std::string_view query, std::string_view transaction, idp::owned<idp_grant>& out) {
    const idp_str brought = idp::str(transaction);
    idp_callback_request request{};
    request.struct_size = sizeof request;
    request.query = idp::str(query);
    if (!transaction.empty()) request.transactions = {&brought, 1, sizeof brought};
    request.redirect_uri = idp::str(redirect_uri);
    request.locale = idp::str("zh-CN");
    return table().handle_callback(handle(), &request, out.out(), &error_);
}

std::vector<std::string> tenant::grants(std::size_t count) {
    std::vector<std::string> out;
    out.reserve(count);
    while (out.size() < count) {
        const auto back = begin();
        idp::owned<idp_grant> grant;
        must(finish(back.query, back.transaction, grant), "handle_callback", error_);
        out.emplace_back(idp::view(grant->token));
    }
    return out;
}

void tenant::log_in(std::string_view grant_token) { must(try_to_log_in(grant_token), "resolve_account", error_); }

idp_status tenant::try_to_log_in(std::string_view grant_token, std::uint32_t timeout_ms) {
    const auto request = resolve_request(grant_token, timeout_ms);
    idp::owned<idp_account> account;
    const auto status = table().resolve_account(handle(), &request, account.out(), &error_);
    if (status == IDP_OK && idp::view(account->subject) != "zhangsan")
        throw std::runtime_error{"resolve_account: a wrong identity"};
    return status;
}

const idp_async_v1& tenant::async() const {
    const auto* const found = plugin_.extension<idp_async_v1>(IDP_ASYNC_V1);
    if (!found) throw std::runtime_error{"the plugin has no " IDP_ASYNC_V1};
    return *found;
}

idp_resolve_request resolve_request(std::string_view grant_token, std::uint32_t timeout_ms) {
    idp_resolve_request out{};
    out.struct_size = sizeof out;
    out.timeout_ms = timeout_ms;
    out.grant_token = idp::str(grant_token);
    out.locale = idp::str("zh-CN");
    return out;
}

crowd::crowd(tenant& of, std::span<const std::string> grant_tokens, std::uint32_t timeout_ms)
    : of_{of}, grant_tokens_{grant_tokens}, timeout_ms_{timeout_ms}, logins_(grant_tokens.size()) {
    (void)of.async();
}

crowd::~crowd() { wait(); }

void crowd::begin(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        begin_one();
}

void crowd::keep_in_flight(std::size_t count) {
    refill_ = true;
    begin(count);
}

// On the caller's thread or, from a completion, on the plugin's.
void crowd::begin_one() {
    std::size_t mine;
    {
        const std::lock_guard lock{mutex_};
        if (next_ == grant_tokens_.size()) return;
        mine = next_++;
        ++accepted_;
    }
    auto& one = logins_[mine];
    one.of = this;
    one.began = monotonic_ns();
    const auto request = resolve_request(grant_tokens_[mine], timeout_ms_);
    auto err = idp::make_error();
    const auto status = of_.async().resolve_account_start(
        of_.handle(), &request,
        [](void* user, idp_status ended, idp_account*, const idp_error* why) {
            auto& which = *static_cast<login*>(user);
            which.of->complete(which, ended, why);
        },
        &one, &err);
    if (status == IDP_OK) return;
    one.status = status;
    const std::lock_guard lock{mutex_};
    --accepted_;
    if (first_failure_.empty()) first_failure_ = std::string{err.reason} + ": " + err.detail;
    changed_.notify_all();
}

void crowd::complete(login& which, idp_status status, const idp_error* why) {
    which.took_us = static_cast<double>(monotonic_ns() - which.began) / 1000;
    which.status = status;
    if (refill_) begin_one();
    const std::lock_guard lock{mutex_};
    ++completions_;
    if (status != IDP_OK && first_failure_.empty()) first_failure_ = std::string{why->reason} + ": " + why->detail;
    if (completions_ == accepted_) changed_.notify_all();  // a thread that wakes at each costs more than a login
}

void crowd::wait() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return completions_ == accepted_; });
}

std::size_t crowd::with_status(idp_status status) const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < next_; ++i)
        out += logins_[i].status == status;
    return out;
}

std::vector<double> crowd::waited_us() const {
    std::vector<double> out;
    for (std::size_t i = 0; i < next_; ++i)
        out.push_back(logins_[i].took_us);
    return out;
}

int threads_of_this_process() {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator{"/proc/self/task"}, {}));
}

std::size_t heap_in_use() {
    const auto heap = ::mallinfo2();
    if (heap.uordblks == 0) throw std::runtime_error{"this allocator does not say what is in use"};
    return heap.uordblks + heap.hblkhd;
}

}  // namespace bench
