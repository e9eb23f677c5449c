#include "web/account_record.hpp"

#include <boost/json.hpp>

namespace host {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& in, std::string_view key) {
    const auto* value = in.if_contains(key);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string{text->data(), text->size()} : std::string{};
}

std::uint32_t number_at(const json::object& in, std::string_view key) {
    const auto* value = in.if_contains(key);
    return value && value->is_int64() ? static_cast<std::uint32_t>(value->get_int64()) : 0;
}

}  // namespace

std::string to_record(const account& it) {
    return json::serialize(json::object{{"verdict", it.verdict},
                                        {"flags", it.flags},
                                        {"issuer", it.issuer},
                                        {"subject", it.subject},
                                        {"display_name", it.display_name},
                                        {"email", it.email},
                                        {"phone", it.phone},
                                        {"avatar_url", it.avatar_url},
                                        {"claims", it.claims_json}});
}

std::optional<account> account_of_record(std::string_view record) {
    boost::system::error_code not_json;
    const auto parsed = json::parse({record.data(), record.size()}, not_json);
    const auto* in = not_json ? nullptr : parsed.if_object();
    if (!in) return std::nullopt;
    return account{number_at(*in, "verdict"), number_at(*in, "flags"),      text_at(*in, "issuer"),
                   text_at(*in, "subject"),   text_at(*in, "display_name"), text_at(*in, "email"),
                   text_at(*in, "phone"),     text_at(*in, "avatar_url"),   text_at(*in, "claims")};
}

}  // namespace host
