#include "web/page_routes.hpp"

#include "web/cookie.hpp"
#include "web/multipart.hpp"
#include "web/next_path.hpp"
#include "web/same_origin.hpp"
#include "web/security_headers.hpp"
#include "web/site_state.hpp"
#include "web/token.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <algorithm>
#include <memory>

namespace host {
namespace {

constexpr std::size_t token_size = 43;  // of 32 bytes

bool is_token(std::string_view text) {
    return text.size() == token_size && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
                      c == '-';
           });
}

// A language that was chosen, here or on an earlier page, is stronger than what the browser prefers.
language language_of(const request& from, const form& query, const std::vector<cookie>& cookies) {
    for (const auto chosen : {value_of(query, "lang"), cookie_value(cookies, "lang")})
        for (const auto one : {language::english, language::chinese})
            if (!chosen.empty() && language_tag(one).starts_with(chosen.substr(0, 2))) return one;
    return preferred_language(find_field(from.headers, "Accept-Language"));
}

// One request on its way in and its answer on its way out. It lives until the answer is there.
class door : public std::enable_shared_from_this<door> {
public:
    door(site_state& state, const request& from, const path_values& in)
        : state_{state},
          from_{from},
          in_{in},
          cookies_{parse_cookies(find_field(from.headers, "Cookie"))},
          query_{parse_form(from.query)} {
        const auto token = cookie_value(cookies_, session_cookie_name(state));
        if (!token.empty()) who_ = state.data.sessions.find(token, state.outside.now());
        csrf_ = who_ ? who_->csrf_token : std::string{cookie_value(cookies_, csrf_cookie_name())};
        if (who_ || is_token(csrf_)) return;
        csrf_ = to_token(state.outside.random_bytes(32));
        new_cookie_ = session_cookie({csrf_cookie_name(), csrf_}, state.base.https);
    }

    answer open(audience who, const page_handler& handler) const {
        auto out = let_in(who, handler);
        if (auto* now = std::get_if<response>(&out)) return let_out(std::move(*now));
        return deferred{
            [self = shared_from_this(), work = std::get<deferred>(std::move(out))] { return self->let_out(work()); }};
    }

private:
    std::string csrf_cookie_name() const { return host_cookie_name("idp_form", state_.base.https); }
    answer let_in(audience who, const page_handler& handler) const;
    response let_out(response out) const;
    std::optional<response> turn_away(audience who, const page_frame& frame) const;
    std::optional<form> fields() const;
    std::optional<tenant> tenant_asked_for() const;
    page_frame frame_of(language speaks) const;

    site_state& state_;
    const request from_;
    const path_values in_;
    const std::vector<cookie> cookies_;
    const std::optional<form> query_;
    std::optional<session> who_;
    std::string csrf_, new_cookie_;
};

page_frame door::frame_of(language speaks) const {
    page_frame out;
    out.speaks = speaks;
    out.csrf_token = csrf_;
    const auto path = from_.path + (from_.query.empty() ? "" : "?" + from_.query);
    out.path = from_.method != "POST" && is_own_path(path) ? path : "/";
    if (!who_) return out;
    out.user_name = who_->who.name;
    out.is_administrator = who_->who.is_administrator;
    out.is_operator = who_->who.is_operator;
    return out;
}

std::optional<tenant> door::tenant_asked_for() const {
    if (who_) return state_.data.tenants.find(who_->who.tenant_id);
    const auto slug = value_of(*query_, "tenant");
    return slug.empty() ? state_.data.tenants.first() : state_.data.tenants.find_by_slug(slug);
}

bool is_for(audience whom, const user& who) {
    switch (whom) {
        case audience::administrator: return who.is_administrator;
        case audience::platform_operator: return who.is_operator;
        default: return true;
    }
}

std::optional<response> door::turn_away(audience who, const page_frame& frame) const {
    if (who == audience::everybody) return std::nullopt;
    if (!who_) {
        const auto back = from_.method == "POST" ? "" : "?next=" + encode_value(frame.path);
        return redirect(state_, "/login" + (from_.path == "/me" || from_.path == "/logout" ? "" : back));
    }
    const bool may_stay = from_.path == "/me/password" || from_.path == "/logout";
    if (who_->who.must_change_password && who_->binding_id.empty() && !may_stay)
        return redirect(state_, "/me/password");
    if (!is_for(who, who_->who)) return problem(state_, frame, 403);
    return std::nullopt;
}

// Of a POST, once its token is checked; nothing if it has another one.
std::optional<form> door::fields() const {
    if (from_.method != "POST") return query_;
    const auto type = find_field(from_.headers, "Content-Type");
    const bool has_parts = boost::algorithm::istarts_with(type, "multipart/form-data");
    const auto parts = has_parts ? parse_multipart(type, from_.body) : std::nullopt;
    auto out = !has_parts ? parse_form(from_.body) : parts ? text_fields(*parts) : std::nullopt;
    if (!out || !is_from_own_page(from_, state_.base) || !same_token(value_of(*out, "csrf"), csrf_))
        return std::nullopt;
    if (has_parts) return form{};
    out->erase("csrf");
    return out;
}

answer door::let_in(audience who, const page_handler& handler) const {
    const auto speaks = language_of(from_, query_.value_or(form{}), cookies_);
    auto frame = frame_of(speaks);
    if (!query_) {
        frame.path = "/";
        return problem(state_, frame, 400);
    }
    if (auto elsewhere = turn_away(who, frame)) return std::move(*elsewhere);
    auto of = tenant_asked_for();
    if (!of) return problem(state_, frame, 404);
    frame.tenant_name = of->name;
    auto sent = fields();
    if (!sent) return problem(state_, frame, 403);
    return handler({from_, in_, speaks, std::move(*of), who_, std::move(*sent), std::move(frame)});
}

response door::let_out(response out) const {
    if (!new_cookie_.empty()) set_cookie(out, new_cookie_);
    if (find_field(out.headers, "Content-Security-Policy").empty()) harden_page(out, state_.base.https);
    // With "no-referrer" a browser names the origin of a form to nobody, and without https it may not say
    // Sec-Fetch-Site either. The address of a callback holds a code and is told to nobody at all.
    if (!state_.base.https && !from_.path.ends_with("/callback"))
        for (auto& [name, value] : out.headers)
            if (name == "Referrer-Policy") value = "same-origin";
    return out;
}

response finished(answer out) {
    auto* now = std::get_if<response>(&out);
    return now ? std::move(*now) : std::get<deferred>(out)();
}

}  // namespace

void page_routes::add(std::string_view method, std::string_view pattern, audience who, page_handler handler) {
    to_.add(
        method, pattern,
        [&state = state_, who, handler = std::move(handler), waits = method == "POST"](
            const request& from, const path_values& in) -> answer {
            if (!waits) return show(state, from, in, who, handler);
            return deferred{[&state, from, in, who, handler] { return finished(show(state, from, in, who, handler)); }};
        });
}

answer page_routes::show(site_state& state, const request& from, const path_values& in, audience who,
                         const page_handler& handler) {
    return std::make_shared<door>(state, from, in)->open(who, handler);
}

}  // namespace host
