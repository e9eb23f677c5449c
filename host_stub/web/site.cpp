#include "web/site.hpp"

#include "web/cookie.hpp"
#include "web/next_path.hpp"
#include "web/pages/problem_page.hpp"
#include "web/phrase.hpp"
#include "web/security_headers.hpp"
#include "web/site_files.hpp"

namespace host {
namespace {

constexpr phrase server_error{"Something went wrong on our side. Please try again later.",
                              "服务出现问题，请稍后再试。"};
constexpr std::chrono::days language_lasts{365};

response for_this_machine(const site_state& site, const request& from, std::string_view media_type, std::string body) {
    if (!from.from_loopback) return problem(site, {}, 404);
    response out{200, {{"Content-Type", std::string{media_type}}}, std::move(body), nullptr};
    harden_page(out, site.base.https);
    return out;
}

// The language switch of every page.
response choose_language(const site_state& site, const visit& by) {
    const auto next = value_of(by.fields, "next");
    auto out = redirect(site, is_own_path(next) ? std::string{next} : "/");
    const auto chosen = language_tag(value_of(by.fields, "lang") == "zh-CN" ? language::chinese : language::english);
    set_cookie(out, lasting_cookie({"lang", std::string{chosen}}, language_lasts, site.base.https));
    return out;
}

}  // namespace

site::site(site_state& state)
    : state_{state},
      began_{state.outside.steady_now()},
      sign_in_{state},
      login_ways_{state},
      account_binding_{state},
      own_account_{state, sign_in_},
      administration_{state} {
    page_routes pages{state_, router_};
    pages.add("GET", "/", audience::everybody,
              [this](const visit& by) { return redirect(state_, by.who ? "/me" : "/login"); });
    pages.add("POST", "/language", audience::everybody,
              [this](const visit& by) { return choose_language(state_, by); });
    sign_in_.add_to(pages, router_);
    login_ways_.add_to(pages, router_);
    account_binding_.add_to(pages);
    own_account_.add_to(pages);
    administration_.add_to(pages);
    router_.add("GET", "/healthz", [this](const request& from, const path_values&) {
        return for_this_machine(state_, from, "text/plain; charset=utf-8", "ok\n");
    });
    router_.add("GET", "/metrics", [this](const request& from, const path_values&) { return numbers(from); });
    router_.add("GET", "/site.css", [this](const request&, const path_values&) {
        return file_response(state_, "text/css; charset=utf-8", site_css);
    });
    router_.add("GET", "/site.js", [this](const request&, const path_values&) {
        return file_response(state_, "text/javascript; charset=utf-8", site_js);
    });
}

answer site::handle(const request& from) {
    try {
        auto out = dispatch(from);
        if (auto* work = std::get_if<deferred>(&out))
            return deferred{[this, from, work = std::move(*work)] { return guarded(from, work); }};
        return out;
    } catch (const std::exception& why) {
        return crash(from, why);
    }
}

response site::guarded(const request& from, const deferred& work) {
    try {
        return work();
    } catch (const std::exception& why) {
        return crash(from, why);
    }
}

response site::numbers(const request& from) const {
    const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(state_.outside.steady_now() - began_);
    return for_this_machine(state_, from, "text/plain; version=0.0.4; charset=utf-8", state_.counted->text(uptime));
}

answer site::dispatch(const request& from) {
    const auto found = router_.find(from.method, from.path);
    if (found.handler) return (*found.handler)(from, found.values);
    const auto file = state_.providers.file(from.path);
    if (file && (from.method == "GET" || from.method == "HEAD"))
        return file_response(state_, file->media_type, file->body);

    const auto allowed = file ? std::string{"GET, HEAD"} : found.allowed;
    page_frame frame;
    frame.speaks = preferred_language(find_field(from.headers, "Accept-Language"));
    auto out = problem(state_, frame, allowed.empty() ? 404 : 405);
    if (!allowed.empty()) out.headers.emplace_back("Allow", allowed);
    return out;
}

response site::crash(const request& from, const std::exception& why) {
    const auto incident = new_incident(state_);
    state_.log.write(log_level::error, "crash", {{"incident", incident}, {"path", from.path}, {"what", why.what()}});
    page_frame frame;
    frame.speaks = preferred_language(find_field(from.headers, "Accept-Language"));
    return html_response(state_, 500,
                         problem_page(frame, {"500", std::string{server_error.in(frame.speaks)}, incident}));
}

}  // namespace host
