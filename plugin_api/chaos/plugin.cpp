// The provider that misbehaves within the contract. docs/chaos.md says what for; this file has its tables, each longer
// than a header of today knows.
#include "arguments.hpp"
#include "assets.hpp"
#include "instance.hpp"
#include "login.hpp"
#include "misfortune.hpp"
#include "pages.hpp"
#include "resolve.hpp"
#include "results.hpp"
#include "tickets.hpp"

namespace chaos {
namespace {

constexpr std::chrono::milliseconds slow_end{90};

[[noreturn]] void refuse_configuration(const std::vector<issue>& issues) {
    const auto& [pointer, code, text] = issues.front();
    static thread_local std::string detail;  // a failure has views only; the error is stored before another is thrown
    detail = (pointer.empty() ? "" : pointer + ": ") + text;
    throw idp::failure{.status = IDP_E_CONFIG,
                       .reason = code == "json" ? "config_json" : "config_field",
                       .detail = detail,
                       .public_text = "The sign-in does not work. Please tell the administrator.",
                       .audience = IDP_FOR_ADMIN};
}

void check(const idp_host_v1* host, const idp_create_request& req) {
    if (!host) idp::refuse("argument", "the host's table is null");
    if (host->struct_size < IDP_HOST_V1_MINOR_0)
        idp::refuse("struct_size", "the host's table is below that of minor 0");
    if (!host->log || !host->wall_clock_ms) idp::refuse("argument", "a required function of the host is null");
    check_text(req.instance_id, IDP_MAX_INSTANCE_ID);
    check_text(req.config_json, IDP_MAX_CONFIG);
    check_list(req.seal_keys, IDP_MAX_SEAL_KEYS);
    if (req.instance_id.len == 0 || !consists_of(idp::view(req.instance_id), std::string{word_characters} + "._:/"))
        idp::refuse("argument", "instance_id is empty or has a character outside of [A-Za-z0-9._:/-]");
}

std::vector<std::string_view> keys_in(const idp_list& list) {
    std::vector<std::string_view> out;
    for (const auto& one : idp::elements<idp_str>(list)) {
        const auto key = idp::view(one);
        if (key.size() < IDP_MIN_SEAL_KEY || key.size() > IDP_MAX_SEAL_KEY)
            throw idp::failure{.status = IDP_E_CONFIG,
                               .reason = "seal_key",
                               .detail = "a seal key must have 32 to 64 bytes: correct the host's setting",
                               .audience = IDP_FOR_OPERATOR};
        out.push_back(key);
    }
    return out;
}

idp_status create(const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        if (!out) idp::refuse("argument", "out is null");
        *out = nullptr;
        const auto known = idp::read_request(req);
        check(host, known);
        auto read = read_configuration(idp::view(known.config_json));
        if (const auto* issues = std::get_if<std::vector<issue>>(&read)) refuse_configuration(*issues);
        auto& config = std::get<configuration>(read);
        if (config.does == behaviour::create_errors) return tell_misfortune(failing::create, config.first, false, err);
        *out = new idp_instance{host, std::move(config), std::string{idp::view(known.instance_id)},
                                seal{keys_in(known.seal_keys)}};
        return IDP_OK;
    });
}

idp_status destroy(idp_instance* self) {
    return idp::guard(nullptr, [&]() -> idp_status {
        if (!self) return IDP_OK;
        {
            const visit here{self};  // refuses another process
        }
        if (in_host()) return IDP_E_INVALID;
        self->operations.shut_down();
        {
            std::unique_lock lock{self->inside_mutex};
            self->left.wait(lock, [&] { return self->inside == 0; });
        }
        if (self->does(self->config.first) == behaviour::slow_destroy) std::this_thread::sleep_for(slow_end);
        delete self;
        return IDP_OK;
    });
}

idp_status prepare(idp_instance* self) {
    return idp::guard(nullptr, [&]() -> idp_status {
        const visit here{self};
        self->chatter(self->config.does, 0);
        return IDP_OK;
    });
}

idp_status check_config(const idp_str* config_json, const idp_str*, idp_config_issues* out, idp_error* err) {
    return idp::guard(err, [&]() -> idp_status {
        idp::result_slot slot{out};
        if (!config_json) idp::refuse("argument", "config_json is null");
        auto read = read_configuration(idp::view(*config_json));
        idp::storage kept;
        std::vector<idp_config_issue> issues;
        if (auto* found = std::get_if<std::vector<issue>>(&read))
            for (auto& [pointer, code, text] : *found)
                issues.push_back(
                    {kept.keep(std::move(pointer)), kept.keep(std::move(code)), kept.keep(std::move(text))});
        idp_config_issues answer{};
        answer.flags = flag_of_later_minor;
        answer.issues = keep_list(kept, behaviour::later_minor, std::move(issues));
        answer.owner = std::move(kept).give_away();
        slot.fill(answer);
        return IDP_OK;
    });
}

// A table or descriptor of a later minor: functions behind those that today's header has.
template <class T>
struct longer {
    T known;
    const void* later[4] = {};
};

constexpr std::uint32_t optional = flag_of_later_minor;

constexpr longer<idp_login_page_v1> login_pages{{sizeof(longer<idp_login_page_v1>), optional, login_options}};
constexpr longer<idp_http_routes_v1> routes{{sizeof(longer<idp_http_routes_v1>), optional, http_routes}};
constexpr longer<idp_self_test_v1> self_tests{{sizeof(longer<idp_self_test_v1>), optional, run_self_test}};
constexpr longer<idp_config_check_v1> checks{{sizeof(longer<idp_config_check_v1>), optional, check_config}};
constexpr longer<idp_async_v1> async{{sizeof(longer<idp_async_v1>), optional, resolve_account_start}};
constexpr longer<idp_bind_ticket_v1> tickets{
    {sizeof(longer<idp_bind_ticket_v1>), optional, issue_ticket, redeem_ticket}};

const void* extension(const char* id) {
    const std::string_view wanted{id};
    if (wanted == IDP_LOGIN_PAGE_V1) return &login_pages;
    if (wanted == IDP_HTTP_ROUTES_V1) return &routes;
    if (wanted == IDP_SELF_TEST_V1) return &self_tests;
    if (wanted == IDP_CONFIG_CHECK_V1) return &checks;
    if (wanted == IDP_ASYNC_V1) return &async;
    return wanted == IDP_BIND_TICKET_V1 ? &tickets : nullptr;
}

constexpr std::string_view icon =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><path d='M1 1L7 7M7 1L1 7' stroke='#b00'/></svg>";

constexpr longer<idp_descriptor> about{{sizeof(longer<idp_descriptor>),
                                        optional,
                                        "org.idpplugin.chaos",
                                        "Chaos",
                                        "idpplugin.org",
                                        PLUGIN_VERSION,
                                        "Apache-2.0",
                                        "https://idpplugin.org/",
                                        nullptr,
                                        "For authors of hosts: does whatever the contract allows.",
                                        "odd",
                                        "image/svg+xml",
                                        {icon.data(), icon.size()},
                                        config_schema_json}};

constexpr longer<idp_plugin_v1> table{{sizeof(longer<idp_plugin_v1>), optional, IDP_ABI_MINOR, 0, &about.known, create,
                                       destroy, build_authorize_url, prepare, handle_callback, resolve_account, cancel,
                                       extension}};

}  // namespace
}  // namespace chaos

extern "C" const idp_plugin_v1* idp_plugin_entry_v1(void) { return &chaos::table.known; }
