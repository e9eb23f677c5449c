#include "web/router.hpp"

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>

#include <optional>

namespace host {
namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> out;
    boost::algorithm::split(out, path, boost::algorithm::is_any_of("/"));
    return out;
}

std::optional<path_values> match_segments(const std::vector<std::string>& pattern,
                                          const std::vector<std::string>& path) {
    if (pattern.size() != path.size()) return std::nullopt;
    path_values out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool is_name = pattern[i].starts_with('{');
        if (is_name ? path[i].empty() : pattern[i] != path[i]) return std::nullopt;
        if (is_name) out.emplace(pattern[i].substr(1, pattern[i].size() - 2), path[i]);
    }
    return out;
}

}  // namespace

void router::add(std::string_view method, std::string_view pattern, route_handler handler) {
    routes_.push_back({std::string{method}, split(pattern), std::move(handler)});
}

router::match router::find(std::string_view method, std::string_view path) const {
    const auto wanted = method == "HEAD" ? std::string_view{"GET"} : method;
    const auto segments = split(path);
    match out;
    for (const auto& one : routes_) {
        auto values = match_segments(one.segments, segments);
        if (!values) continue;
        if (one.method == wanted) return {&one.handler, std::move(*values), ""};
        out.allowed += (out.allowed.empty() ? "" : ", ") + (one.method == "GET" ? "GET, HEAD" : one.method);
    }
    return out;
}

}  // namespace host
