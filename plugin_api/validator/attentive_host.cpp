#include "validator/attentive_host.hpp"

#include "validator/trial.hpp"
#include "validator/utf8.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace validator {
namespace {

constexpr std::size_t most_breaches = 100;  // the first ones tell enough
constexpr std::chrono::milliseconds slow_call{500};

// All hosts of the process, to tell a ctx that is none from one that is.
std::mutex hosts_mutex;
std::vector<attentive_host*>& hosts() {
    static auto& all = *new std::vector<attentive_host*>;
    return all;
}

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= IDP_MAX_KV_KEY &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/-") == text.npos;
}

bool is_line(std::string_view text) {
    return is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

// What the tables point to.
struct attentive_host::functions {
    static void log(void* ctx, const idp_log_record* record) {
        auto& host = from(ctx, "log");
        host.note_call("log");
        host.examine(record);
    }
    static std::uint64_t wall_clock_ms(void* ctx) {
        auto& host = from(ctx, "wall_clock_ms");
        host.note_call("wall_clock_ms");
        return host.now_ms;
    }
    static const void* get_extension(void* ctx, const char* id) {
        auto& host = from(ctx, "get_extension");
        host.note_call("get_extension");
        if (!id) host.breach("get_extension of the host was called with a null id");
        return id && host.kind_ != store::none && id == std::string_view{IDP_HOST_KV_V1} ? &host.kv_ : nullptr;
    }
    static idp_status get(void* ctx, const idp_str* key, void (*sink)(void*, const char*, std::size_t), void* user) {
        auto& host = from(ctx, "get");
        const auto name = host.reach_store("get", key, nullptr);
        if (!sink) host.breach("get of the store was called without a sink");
        if (!name || !sink) return IDP_E_NETWORK;
        std::string value;
        {
            const std::lock_guard lock{host.mutex_};
            const auto found = host.find_locked(*name);
            if (found == host.values_.end()) return IDP_NO;
            value = found->second.text;
        }
        sink(user, value.data(), value.size());
        return IDP_OK;
    }
    static idp_status put(void* ctx, const idp_str* key, const idp_str* value, std::uint32_t ttl_ms) {
        auto& host = from(ctx, "put");
        const auto name = host.reach_store("put", key, value);
        if (!name) return IDP_E_NETWORK;
        const std::lock_guard lock{host.mutex_};
        host.values_.insert_or_assign(*name, stored_value{std::string{idp::view(*value)}, host.now_ms + ttl_ms});
        return IDP_OK;
    }
    static idp_status put_if_absent(void* ctx, const idp_str* key, const idp_str* value, std::uint32_t ttl_ms) {
        auto& host = from(ctx, "put_if_absent");
        const auto name = host.reach_store("put_if_absent", key, value);
        if (!name) return IDP_E_NETWORK;
        const std::lock_guard lock{host.mutex_};
        if (host.find_locked(*name) != host.values_.end()) return IDP_NO;
        host.values_.insert_or_assign(*name, stored_value{std::string{idp::view(*value)}, host.now_ms + ttl_ms});
        return IDP_OK;
    }
};

attentive_host::attentive_host(store kind) : kind_{kind} {
    table_.struct_size = sizeof table_;
    table_.abi_minor = IDP_ABI_MINOR;
    table_.ctx = this;
    table_.name = "idp-validate";
    table_.version = "1";
    table_.log = functions::log;
    table_.wall_clock_ms = functions::wall_clock_ms;
    table_.get_extension = functions::get_extension;
    kv_.struct_size = sizeof kv_;
    kv_.get = functions::get;
    kv_.put = functions::put;
    kv_.put_if_absent = functions::put_if_absent;
    const std::lock_guard lock{hosts_mutex};
    hosts().push_back(this);
}

attentive_host::~attentive_host() {
    const std::lock_guard lock{hosts_mutex};
    std::erase(hosts(), this);
}

// A ctx that is no host's is the breach of all, since nobody knows whose instance it was.
attentive_host& attentive_host::from(void* ctx, const char* function) {
    const std::lock_guard lock{hosts_mutex};
    const auto found = std::find(hosts().begin(), hosts().end(), ctx);
    if (found != hosts().end()) return **found;
    if (hosts().empty()) {
        std::fprintf(stderr, "the provider called %s of a host that is gone\n", function);
        std::abort();
    }
    for (auto* host : hosts())
        host->breach(std::string{function} + " of the host was called with a ctx that is not the host's");
    return *hosts().front();
}

void attentive_host::note_call(const char* function) {
    ++calls_;
    bool inside = false;
    {
        const std::lock_guard lock{mutex_};
        inside = inside_.contains(std::this_thread::get_id());
    }
    if (closed_)
        breach(std::string{function} +
               " of the host was called although destroy had returned or nothing was under way");
    else if (!inside)
        breach(std::string{function} + " of the host was called on a thread that is in no call of this host. " +
               "A provider calls the host only on a thread that is inside a call into the same instance.");
    if (when_called) when_called(function);
}

void attentive_host::breach(std::string what) {
    const std::lock_guard lock{mutex_};
    if (breaches_.size() < most_breaches && std::find(breaches_.begin(), breaches_.end(), what) == breaches_.end())
        breaches_.push_back(std::move(what));
}

void attentive_host::examine(const idp_log_record* record) {
    if (!record || record->struct_size < IDP_LOG_RECORD_MINOR_0)
        return breach("log was called with a record that is null or shorter than that of minor 0");
    const auto text = idp::view(record->text);
    if (record->level < IDP_LOG_TRACE || record->level > IDP_LOG_PLUGIN_MISBEHAVED)
        breach("log was called with level " + std::to_string(record->level) + ", which idp_plugin.h does not have");
    if (record->reserved_zero != 0) breach("log was called with a reserved_zero that is not zero");
    if (!is_line(text)) breach("the text of a log record is not one line of UTF-8 with its control characters escaped");
    const std::lock_guard lock{mutex_};
    logs_.push_back({record->level, record->op_id, std::string{text}});
}

std::optional<std::string> attentive_host::reach_store(const char* function, const idp_str* key, const idp_str* value) {
    note_call(function);
    const bool is_put = function != std::string_view{"get"};
    if (!key || !is_key(idp::view(*key))) {
        breach(std::string{function} + " of the store was called with a key that is not 1 to 128 of [A-Za-z0-9._:/-]");
        return std::nullopt;
    }
    if (is_put && (!value || value->len > IDP_MAX_KV_VALUE || (value->len > 0 && !value->ptr))) {
        breach(std::string{function} + " of the store was called with a value that is null or longer than 65536 bytes");
        return std::nullopt;
    }
    if (kind_ == store::slow) std::this_thread::sleep_for(slow_call);
    if (kind_ == store::failing) return std::nullopt;
    return std::string{idp::view(*key)};
}

std::map<std::string, attentive_host::stored_value>::iterator attentive_host::find_locked(const std::string& key) {
    const auto found = values_.find(key);
    return found != values_.end() && found->second.expires_ms <= now_ms ? values_.end() : found;
}

std::size_t attentive_host::inside() const {
    const std::lock_guard lock{mutex_};
    return inside_.size();
}

std::vector<log_line> attentive_host::logs() const {
    const std::lock_guard lock{mutex_};
    return logs_;
}

std::vector<std::string> attentive_host::breaches() const {
    const std::lock_guard lock{mutex_};
    return breaches_;
}

void attentive_host::expect_no_breach() const {
    const auto all = breaches();
    if (!all.empty()) throw violation{all.front()};
}

std::map<std::string, std::string> attentive_host::stored() const {
    const std::lock_guard lock{mutex_};
    std::map<std::string, std::string> out;
    for (const auto& [key, value] : values_)
        if (value.expires_ms > now_ms) out.emplace(key, value.text);
    return out;
}

void attentive_host::set_stored(const std::string& key, std::string value) {
    const std::lock_guard lock{mutex_};
    if (const auto found = values_.find(key); found != values_.end()) found->second.text = std::move(value);
}

attentive_host::visit::visit(attentive_host& of) : of_{of} {
    const std::lock_guard lock{of_.mutex_};
    of_.inside_.insert(std::this_thread::get_id());
}

attentive_host::visit::~visit() {
    const std::lock_guard lock{of_.mutex_};
    of_.inside_.erase(of_.inside_.find(std::this_thread::get_id()));
}

}  // namespace validator
