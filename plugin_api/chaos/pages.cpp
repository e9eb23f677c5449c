#include "pages.hpp"

#include "instance.hpp"
#include "odd_texts.hpp"
#include "results.hpp"

namespace chaos {
namespace {

constexpr std::uint32_t unknown_kind = 77;

idp_login_option plain_option(std::string_view label) {
    idp_login_option out{};
    out.kind = IDP_LOGIN_REDIRECT;
    out.mode = idp::str("odd");
    out.label = idp::str(label);
    return out;
}

// Kinds that need a browser's script, another app, or a later host; the same mode twice; every label hostile.
std::vector<idp_login_option> odd_options() {
    std::vector<idp_login_option> out;
    for (const auto& text : hostile_texts()) {
        auto one = plain_option(text);
        constexpr std::uint32_t kinds[]{IDP_LOGIN_REDIRECT, unknown_kind, IDP_LOGIN_HANDOFF, IDP_LOGIN_PANEL, 0};
        one.kind = kinds[out.size() % std::size(kinds)];
        if (one.kind == IDP_LOGIN_PANEL) one.panel_json = idp::str("{\"title\": \"</script><script>alert(1)\"}");
        if (one.kind == unknown_kind) one.mode = idp::str("a_mode_of_a_later_minor");
        one.csp_script = idp::str("  https://scripts.example   https://other.example:8443 ");
        one.icon_media_type = idp::str("image/svg+xml");
        one.icon = idp::str("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
        out.push_back(one);
    }
    return out;
}

// Paths that hosts have themselves, and a body that would be dear to copy for every request.
std::vector<idp_http_route> odd_routes() {
    static const auto large = filled(1024 * 1024, "<script>alert(1)</script>");
    std::vector<idp_http_route> out;
    for (const std::string_view path :
         {"/", "/login", "/me", "/healthz", "/site.css", "/admin", "/chaos/large.txt", "/chaos/../me"})
        out.push_back({idp::str("GET"), idp::str(path), idp::str("text/html; charset=utf-8"), idp::str(large)});
    out.push_back({idp::str("POST"), idp::str("/chaos/post"), idp::str("text/plain"), idp::str("posted")});
    out.push_back({idp::str("GET"), idp::str("/chaos/empty"), idp::str("application/octet-stream"), {}});
    return out;
}

// Tells each step as idp_self_test_fn asks for it.
class step_teller {
public:
    step_teller(idp_self_test_fn sink, void* user, behaviour act) : sink_{sink}, user_{user}, act_{act} {}

    void tell(std::string_view id, std::uint32_t end, std::string_view text) const {
        if (end != IDP_STEP_SKIPPED) say({sizeof(idp_self_test_step), 0, IDP_STEP_RUNNING, 0, idp::str(id), {}, {}});
        say({sizeof(idp_self_test_step), 0, end, end == IDP_STEP_SKIPPED ? 0 : UINT32_MAX, idp::str(id), idp::str(text),
             idp::str(end == IDP_STEP_FAILED ? text : std::string_view{})});
    }

private:
    void say(const idp_self_test_step& what) const {
        grown<idp_self_test_step> longer{what};
        if (act_ == behaviour::later_minor) longer.known.struct_size = sizeof longer;
        longer.known.flags = later_flag(act_);
        const host_call here;
        sink_(user_, &longer.known);
    }
    idp_self_test_fn const sink_;
    void* const user_;
    const behaviour act_;
};

}  // namespace

idp_status login_options(idp_instance* self, const idp_str*, const idp_str*, idp_login_options* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const visit here{self};
        const auto act = self->does(self->calls++);
        self->chatter(act, 0);
        std::vector<idp_login_option> ways;
        if (act == behaviour::odd_options)
            ways = odd_options();
        else if (act == behaviour::hostile_texts)
            ways = {plain_option(hostile_texts()[0])};
        else if (act != behaviour::no_options)
            ways = {plain_option("Chaos")};
        idp::storage kept;
        idp_login_options result{};
        result.flags = later_flag(act);
        result.options = keep_list(kept, act, std::move(ways));
        result.owner = std::move(kept).give_away();
        if (act == behaviour::nothing_owned) {
            static const auto only = plain_option("Chaos");
            result.owner.release(&result.owner);
            result.options = {&only, 1, sizeof only};
        }
        slot.fill(result);
        return IDP_OK;
    });
}

idp_status http_routes(idp_instance* self, idp_http_routes* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        const visit here{self};
        const auto act = self->does(self->config.first);  // the same for the whole life
        idp::storage kept;
        idp_http_routes result{};
        result.flags = later_flag(act);
        std::vector<idp_http_route> routes{
            {idp::str("GET"), idp::str("/chaos.txt"), idp::str("text/plain"), idp::str("chaos")}};
        if (act == behaviour::odd_routes) routes = odd_routes();
        result.routes = keep_list(kept, act, std::move(routes));
        result.owner = std::move(kept).give_away();
        slot.fill(result);
        return IDP_OK;
    });
}

idp_status run_self_test(idp_instance* self, std::uint32_t timeout_ms, const idp_str*, idp_self_test_fn sink,
                         void* user, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        if (!sink) idp::refuse("argument", "sink is null");
        if (timeout_ms > IDP_MAX_TIMEOUT_MS) idp::refuse("argument", "timeout_ms is above IDP_MAX_TIMEOUT_MS");
        if (in_host()) idp::refuse("reentrant", "a blocking call from inside a host function");
        const visit here{self};
        const auto act = self->does(self->calls++);
        const step_teller steps{sink, user, act};
        self->chatter(act, 0);
        if (act != behaviour::self_test_fails) {
            steps.tell("chaos", IDP_STEP_PASSED, "There is nothing that could fail.");
            return IDP_OK;
        }
        constexpr std::uint32_t ends[]{IDP_STEP_PASSED, IDP_STEP_FAILED, IDP_STEP_SKIPPED};
        for (std::size_t i = 0; i < 200; ++i)
            steps.tell("a_step", ends[i % std::size(ends)], hostile_texts()[i % hostile_texts().size()]);
        return IDP_NO;
    });
}

}  // namespace chaos
