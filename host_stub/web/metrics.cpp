#include "web/metrics.hpp"

#include "providers/abi_names.hpp"

#include <algorithm>
#include <charconv>

namespace host {
namespace {

std::string_view word_for(idp_status status, std::uint32_t verdict) {
    switch (status) {
        case IDP_OK: return verdict_name(verdict);
        case IDP_E_RESTART: return "restarted";
        case IDP_E_REPLAYED: return "replayed";
        case IDP_NO:
        case IDP_E_DENIED:
        case IDP_E_REJECTED: return "refused";
        default: return "failed";
    }
}

// Whether the cause is on the provider's side of the network.
bool is_upstream(idp_status status) {
    return status == IDP_E_DEADLINE || status == IDP_E_NETWORK || status == IDP_E_UPSTREAM || status == IDP_E_BUSY;
}

std::string seconds_text(std::chrono::nanoseconds time) {
    std::array<char, 32> out;
    const auto seconds = std::chrono::duration<double>(time).count();
    return {out.data(), std::to_chars(out.data(), out.data() + out.size(), seconds).ptr};
}

std::string label(std::string_view name, std::string_view value) {
    auto out = std::string{name} + "=\"";
    for (const char c : value)
        if (c == '\n')
            out += "\\n";
        else
            out.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
    return out + '"';
}

void append_head(std::string& to, std::string_view name, std::string_view type, std::string_view help) {
    to.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" ");
    to.append(type).append("\n");
}

void append_sample(std::string& to, std::string_view name, const std::string& labels, std::string_view value) {
    to.append(name);
    if (!labels.empty()) to.append("{").append(labels).append("}");
    to.append(" ").append(value).append("\n");
}

}  // namespace

void metrics::histogram::add(std::chrono::nanoseconds took) {
    const auto seconds = std::chrono::duration<double>(took).count();
    const auto bound = std::lower_bound(bounds.begin(), bounds.end(), seconds);
    ++counts.at(static_cast<std::size_t>(bound - bounds.begin()));
    sum += took;
}

void metrics::connections_open(std::size_t now) {
    const std::lock_guard lock{mutex_};
    connections_ = now;
}

void metrics::request_answered(unsigned status, std::chrono::nanoseconds took) {
    const std::lock_guard lock{mutex_};
    ++requests_.at(std::min<std::size_t>(status / 100, requests_.size() - 1));
    request_time_.add(took);
}

void metrics::login_ended(std::string_view provider, idp_status status, std::uint32_t verdict,
                          std::chrono::nanoseconds took) {
    const std::lock_guard lock{mutex_};
    if (!logins_.contains(provider) && logins_.size() >= most_providers) provider = "_other";
    auto& of = logins_[std::string{provider}];
    ++of.by_verdict[word_for(known_status(status), verdict)];
    if (is_upstream(status)) ++of.errors[status_name(status)];
    of.time.add(took);
}

void metrics::append(std::string& to, std::string_view name, const std::string& labels, const histogram& times) {
    const auto more = labels.empty() ? "" : labels + ",";
    const auto bucket = std::string{name} + "_bucket";
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < times.counts.size(); ++i) {
        std::array<char, 16> bound;
        const auto end = i < times.bounds.size()
                             ? std::to_chars(bound.data(), bound.data() + bound.size(), times.bounds.at(i)).ptr
                             : std::copy_n("+Inf", 4, bound.data());
        const std::string_view le{bound.data(), static_cast<std::size_t>(end - bound.data())};
        append_sample(to, bucket, more + label("le", le), std::to_string(count += times.counts.at(i)));
    }
    append_sample(to, std::string{name} + "_sum", labels, seconds_text(times.sum));
    append_sample(to, std::string{name} + "_count", labels, std::to_string(count));
}

void metrics::append_logins(std::string& to) const {
    append_head(to, "idp_host_logins_total", "counter", "Logins that came back from the provider, by how they ended.");
    for (const auto& [provider, of] : logins_)
        for (const auto& [verdict, count] : of.by_verdict)
            append_sample(to, "idp_host_logins_total", label("provider", provider) + "," + label("verdict", verdict),
                          std::to_string(count));
    append_head(to, "idp_host_upstream_errors_total", "counter", "Logins that the provider's side failed, by reason.");
    for (const auto& [provider, of] : logins_)
        for (const auto& [reason, count] : of.errors)
            append_sample(to, "idp_host_upstream_errors_total",
                          label("provider", provider) + "," + label("reason", reason), std::to_string(count));
    append_head(to, "idp_host_login_seconds", "histogram", "How long the provider took to tell who it is.");
    for (const auto& [provider, of] : logins_)
        append(to, "idp_host_login_seconds", label("provider", provider), of.time);
}

std::string metrics::text(std::chrono::seconds uptime) const {
    const std::lock_guard lock{mutex_};
    std::string out;
    append_head(out, "idp_host_build_info", "gauge", "1, with the version of this program.");
    append_sample(out, "idp_host_build_info", label("version", IDP_HOST_VERSION), "1");
    append_head(out, "idp_host_uptime_seconds", "gauge", "Since this program began to serve.");
    append_sample(out, "idp_host_uptime_seconds", "", std::to_string(uptime.count()));
    append_head(out, "idp_host_open_connections", "gauge", "Connections of clients, idle ones included.");
    append_sample(out, "idp_host_open_connections", "", std::to_string(connections_));
    append_head(out, "idp_host_http_requests_total", "counter", "Requests that were answered, by class of status.");
    for (std::size_t digit = 1; digit < requests_.size(); ++digit)
        append_sample(out, "idp_host_http_requests_total", label("class", std::to_string(digit) + "xx"),
                      std::to_string(requests_.at(digit)));
    append_head(out, "idp_host_http_request_seconds", "histogram", "From a request's last byte to its answer's.");
    append(out, "idp_host_http_request_seconds", "", request_time_);
    append_logins(out);
    return out;
}

}  // namespace host
