#include "core/wecom_api.hpp"

#include "core/ascii.hpp"
#include "core/encoding.hpp"
#include "core/strict_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace wecom {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::size_t longest_token = 512;  // of tokens and tickets, by WeCom's documentation
constexpr std::size_t longest_id = 64;
constexpr std::size_t longest_profile_text = 1024;
// An app can be visible to thousands, each an object: as many as the largest answer that is read at all has room for.
constexpr std::size_t most_values_of_an_app = 131'072;

error unusable(std::string_view what) {
    return {.code = errc::schema, .detail = "WeCom's answer cannot be used: " + std::string{what}};
}

bool all_in(std::string_view text, std::string_view beside_alnum) {
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_alnum(c) || beside_alnum.find(c) != beside_alnum.npos; });
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= longest_id && is_alnum(text.front()) && all_in(text, "_-.@");
}

bool is_opaque(std::string_view text, std::size_t longest) {
    return !text.empty() && text.size() <= longest && all_in(text, "_-.~+/=");
}

// An answer: its members, or the failure that it says it is.
result<json::object> open_answer(api_call call, std::string_view body, json_room& room,
                                 std::size_t most_values = usually_most_values) {
    auto object = parse_strict_object(body, room, most_values);
    if (!object) return object;
    const auto* errcode = object->if_contains("errcode");
    if (!errcode || !(errcode->is_int64() || errcode->is_uint64())) return unusable("errcode is no integer");
    const auto code = errcode->is_int64() ? errcode->get_int64() : INT64_MAX;
    if (code == 0) return object;
    const auto* errmsg = object->if_contains("errmsg");
    const bool readable = errmsg && errmsg->is_string();
    return upstream_error(call, code,
                          readable ? std::string_view{errmsg->get_string().data(), errmsg->get_string().size()} : "");
}

// A string member under either spelling: the older endpoint writes UserId where the newer writes userid. A member of
// another type, or two that differ, is nobody's identity.
result<std::string> text_member(const json::object& answer, std::string_view name, std::string_view old_name) {
    std::optional<std::string> out;
    for (const auto key : {name, old_name}) {
        const auto* v = answer.if_contains({key.data(), key.size()});
        if (!v) continue;
        if (!v->is_string()) return unusable(std::string{name} + " is no string");
        std::string text{v->get_string().data(), v->get_string().size()};
        if (out && *out != text) return unusable(std::string{name} + " comes in two spellings that differ");
        out = std::move(text);
    }
    return out.value_or("");
}

// A profile text: dropped if it is no string or too long. It identifies nobody, so nothing depends on it.
std::string profile_text(const json::object& answer, std::string_view name) {
    const auto* v = answer.if_contains({name.data(), name.size()});
    if (!v || !v->is_string() || v->get_string().size() > longest_profile_text) return {};
    return {v->get_string().data(), v->get_string().size()};
}

std::optional<std::int64_t> profile_number(const json::object& answer, std::string_view name) {
    const auto* v = answer.if_contains({name.data(), name.size()});
    return v && v->is_int64() ? std::optional{v->get_int64()} : std::nullopt;
}

result<member_profile> open_profile(api_call call, std::string_view body, std::string_view userid) {
    json_room room;
    const auto answer = open_answer(call, body, room);
    if (!answer) return answer.error();
    if (userid.empty() || ascii_lower(profile_text(*answer, "userid")) != ascii_lower(userid))
        return unusable("the profile is of another member");
    member_profile out;
    out.gender = profile_text(*answer, "gender");
    out.mobile = profile_text(*answer, "mobile");
    out.email = profile_text(*answer, "email");
    out.biz_mail = profile_text(*answer, "biz_mail");
    out.avatar = profile_text(*answer, "avatar");
    out.name = profile_text(*answer, "name");
    out.alias = profile_text(*answer, "alias");
    out.position = profile_text(*answer, "position");
    out.main_department = profile_number(*answer, "main_department");
    if (const auto* departments = answer->if_contains("department"); departments && departments->is_array())
        for (const auto& department : departments->get_array())
            if (department.is_int64()) out.department.push_back(department.get_int64());
    if (const auto status = profile_number(*answer, "status"))
        out.status = static_cast<int>(std::clamp<std::int64_t>(*status, 0, 99));
    return out;
}

result<user_info> read_person(user_info out) {
    const bool outsider = !out.openid.empty() || !out.external_userid.empty();
    if (!out.userid.empty() && outsider) return unusable("both a member and an outsider");
    if (!out.userid.empty()) {
        const auto slash = out.userid.find('/');
        out.who = slash == out.userid.npos ? user_info::person::member : user_info::person::linked;
        if (slash != out.userid.npos) {
            out.linked_corpid = out.userid.substr(0, slash);
            out.userid.erase(0, slash + 1);
        }
        if (!is_id(out.userid) || (slash != out.userid.npos && !is_id(out.linked_corpid)))
            return unusable("the member id has a form that WeCom does not use");
        return out;
    }
    if (!outsider) return unusable("it names nobody");
    for (const auto& id : {out.openid, out.external_userid})
        if (!id.empty() && !is_opaque(id, longest_id))
            return unusable("the id of an outsider has a form that WeCom does not use");
    out.who = user_info::person::external;
    return out;
}

}  // namespace

http_request make_get_token_request(const config& settings) {
    return {secret{
        with_query("/cgi-bin/gettoken", {{"corpid", settings.corpid}, {"corpsecret", settings.corpsecret.reveal()}})}};
}

result<app_token> parse_get_token_response(std::string_view body) {
    json_room room;
    const auto answer = open_answer(api_call::gettoken, body, room);
    if (!answer) return answer.error();
    auto token = text_member(*answer, "access_token", "access_token");
    if (!token) return token.error();
    if (!is_opaque(*token, longest_token))
        return unusable("access_token is missing or has a form that WeCom does not use");
    app_token out{secret{std::move(*token)}, 300s};
    if (const auto lifetime = profile_number(*answer, "expires_in"); lifetime && *lifetime > 0)
        out.lifetime = std::chrono::seconds{std::clamp<std::int64_t>(*lifetime, 60, 7200)};
    return out;
}

http_request make_get_user_info_request(const secret& token, const secret& code) {
    return {
        secret{with_query("/cgi-bin/auth/getuserinfo", {{"access_token", token.reveal()}, {"code", code.reveal()}})}};
}

result<user_info> parse_get_user_info_response(std::string_view body) {
    json_room room;
    const auto answer = open_answer(api_call::getuserinfo, body, room);
    if (!answer) return answer.error();
    auto userid = text_member(*answer, "userid", "UserId");
    auto openid = text_member(*answer, "openid", "OpenId");
    auto external = text_member(*answer, "external_userid", "external_userid");
    auto ticket = text_member(*answer, "user_ticket", "user_ticket");
    for (const auto* member : {&userid, &openid, &external, &ticket})
        if (!*member) return member->error();
    if (ticket->size() > longest_token) return unusable("user_ticket is too long");
    user_info out;
    out.userid = std::move(*userid);
    out.openid = std::move(*openid);
    out.external_userid = std::move(*external);
    out.user_ticket = secret{std::move(*ticket)};
    return read_person(std::move(out));
}

http_request make_user_get_request(const secret& token, std::string_view userid) {
    return {secret{with_query("/cgi-bin/user/get", {{"access_token", token.reveal()}, {"userid", userid}})}};
}

result<member_profile> parse_user_get_response(std::string_view body, std::string_view userid) {
    auto out = open_profile(api_call::user_get, body, userid);
    // Whether somebody still works here must not be guessed.
    if (out) out->complete = out->status.has_value();
    return out;
}

http_request make_get_user_detail_request(const secret& token, const secret& user_ticket) {
    const auto ticket = user_ticket.reveal();
    const json::object body{{"user_ticket", json::string_view{ticket.data(), ticket.size()}}};
    return {secret{with_query("/cgi-bin/auth/getuserdetail", {{"access_token", token.reveal()}})},
            secret{json::serialize(body)}};
}

result<member_profile> parse_get_user_detail_response(std::string_view body, std::string_view userid) {
    return open_profile(api_call::getuserdetail, body, userid);
}

http_request make_get_agent_request(const secret& token, std::string_view agentid) {
    return {secret{with_query("/cgi-bin/agent/get", {{"access_token", token.reveal()}, {"agentid", agentid}})}};
}

result<app_state> parse_get_agent_response(std::string_view body) {
    json_room room;
    const auto answer = open_answer(api_call::agent_get, body, room, most_values_of_an_app);
    if (!answer) return answer.error();
    return app_state{profile_text(*answer, "name"), profile_number(*answer, "close").value_or(0) == 0};
}

}  // namespace wecom
