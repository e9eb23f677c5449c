#include "web/request_rules.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <algorithm>

namespace host {
namespace {

constexpr std::size_t max_request_line = max_target + 64;  // with a method and a version

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// A line ends with CR LF and nothing else, and the next one does not begin with a blank.
bool is_well_placed(std::string_view head, std::size_t at) {
    const auto next = at + 1 < head.size() ? head[at + 1] : '\0';
    if (head[at] == '\r') return at + 1 == head.size() || next == '\n';
    if (head[at] == '\n') return at > 0 && head[at - 1] == '\r' && !is_blank(next);
    const auto byte = static_cast<unsigned char>(head[at]);
    return (byte >= 0x20 || byte == '\t') && byte != 0x7F;
}

bool is_host(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 ||
               std::string_view{"-._~%:[]"}.find(static_cast<char>(c)) != std::string_view::npos;
    });
}

std::vector<std::string_view> values_of(const fields& headers, std::string_view name) {
    std::vector<std::string_view> out;
    for (const auto& [key, value] : headers)
        if (boost::algorithm::iequals(key, name)) out.push_back(value);
    return out;
}

}  // namespace

unsigned fault_of_head(std::string_view head) {
    for (std::size_t at = 0; at < head.size(); ++at)
        if (!is_well_placed(head, at)) return 400;
    const auto line = std::min(head.find("\r\n"), head.size());
    if (line > max_request_line) return 414;
    return head.size() - line > max_header_fields ? 431 : 0;
}

unsigned fault_of_fields(const fields& headers, bool http_1_0) {
    const auto hosts = values_of(headers, "Host");
    if (hosts.size() > 1 || (hosts.empty() && !http_1_0)) return 400;
    if (!hosts.empty() && !is_host(hosts.front())) return 400;

    const auto lengths = values_of(headers, "Content-Length"), codings = values_of(headers, "Transfer-Encoding");
    if (lengths.size() + codings.size() > 1) return 400;
    if (!lengths.empty() && lengths.front().find(',') != std::string_view::npos) return 400;
    if (codings.empty()) return 0;
    if (http_1_0) return 400;
    return boost::algorithm::iequals(codings.front(), "chunked") ? 0 : 501;
}

std::optional<std::string> origin_form(std::string_view target) {
    const bool visible = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (!visible || target.find('#') != std::string_view::npos) return std::nullopt;
    if (target.starts_with('/')) return std::string{target};
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!boost::algorithm::istarts_with(target, scheme)) continue;
        const auto rest = target.substr(scheme.size());
        const auto path = std::min(rest.find_first_of("/?"), rest.size());
        if (path == 0) return std::nullopt;
        return (rest.substr(path).starts_with('/') ? "" : "/") + std::string{rest.substr(path)};
    }
    return std::nullopt;
}

}  // namespace host
