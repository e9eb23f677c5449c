#include "api/body_fields.hpp"

namespace host {
namespace {

request_issue issue(std::string_view key, std::string_view msg, std::string_view type) {
    return {{"body", "data", std::string{key}}, std::string{msg}, std::string{type}};
}

}  // namespace

const boost::json::value* body_fields::find(std::string_view key, presence asked) {
    known_.emplace(key);
    const auto* const value = body_.if_contains(key);
    if (!value && asked == presence::required) refuse(key, "field required", "value_error.missing");
    return value;
}

std::optional<std::string> body_fields::text(std::string_view key, presence asked) {
    const auto* const value = find(key, asked);
    if (!value) return std::nullopt;
    const auto* const text = value->if_string();
    if (!text) return refuse(key, "str type expected", "type_error.str"), std::nullopt;
    return std::string{*text};
}

const boost::json::object* body_fields::object(std::string_view key, presence asked) {
    const auto* const value = find(key, asked);
    if (value && !value->is_object()) refuse(key, "value is not a valid dict", "type_error.dict");
    return value ? value->if_object() : nullptr;
}

void body_fields::refuse(std::string_view key, std::string_view msg, std::string_view type) {
    issues_.push_back(issue(key, msg, type));
}

std::vector<request_issue> body_fields::issues() const {
    auto out = issues_;
    for (const auto& member : body_)
        if (!known_.contains(member.key()))
            out.push_back(issue(member.key(), "extra fields not permitted", "value_error.extra"));
    return out;
}

}  // namespace host
