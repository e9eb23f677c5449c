#include "core/begin_login.hpp"

#include <algorithm>

namespace wecom {
namespace {

constexpr std::string_view default_purpose = "login";
constexpr std::size_t longest_redirect_uri = 2048, longest_context = 512, longest_purpose = 32, longest_binding = 512;

bool is_purpose(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// What is wrong with the host's request, if anything.
std::optional<error> objection(const login_request& asked) {
    const auto broken = [](errc code, std::string_view what) {
        return error{.code = code, .detail = "build_authorize_url: " + std::string{what}};
    };
    if (asked.redirect_uri.size() > longest_redirect_uri) return broken(errc::too_long, "redirect_uri is too long");
    if (asked.context.size() > longest_context) return broken(errc::too_long, "context is too long");
    if (asked.binding.size() > longest_binding) return broken(errc::too_long, "binding is too long");
    if (asked.purpose.size() > longest_purpose) return broken(errc::too_long, "purpose is too long");
    if (!parse_web_url(asked.redirect_uri))
        return broken(errc::argument, "redirect_uri is no absolute http(s) URL without credentials and fragment");
    if (!is_purpose(asked.purpose)) return broken(errc::argument, "purpose has characters other than a-z and _");
    if (asked.purpose == "bind" && asked.binding.empty())
        return broken(errc::argument, "purpose bind without a binding: anybody could complete it");
    return std::nullopt;
}

}  // namespace

login_keys make_login_keys(std::vector<secret> seal_keys, std::string_view instance_id, const config& settings) {
    auto tickets = seal_keys.empty() ? std::nullopt : std::optional<sealer>{std::in_place, "ticket", seal_keys};
    if (seal_keys.empty()) {
        const secret text{settings.corpid + '\n' + std::string{settings.corpsecret.reveal()}};
        const auto digest = sha256(text.reveal());
        seal_keys.emplace_back(std::string{bytes_of(digest)});
    }
    return {sealer{"transaction", seal_keys}, sealer{"grant", seal_keys}, sealer{"kv", seal_keys},
            short_hash(instance_id), std::move(tickets)};
}

result<begun_login> begin_login(const config& settings, const login_keys& keys, const login_request& asked,
                                std::string_view random, wall_ms now) {
    if (auto why = objection(asked)) return *std::move(why);
    const auto wanted = asked.mode.empty() ? std::optional{settings.mode} : mode_named(asked.mode);
    if (!wanted) return error{.code = errc::mode, .detail = "no such mode: use one of the descriptor's"};

    begun_login out;
    out.mode = effective_mode(*wanted, settings, asked.user_agent);
    transaction t;
    t.state = make_state(random.substr(0, 32), asked.restarted);
    t.instance_hash = keys.instance_hash;
    t.purpose = asked.purpose.empty() ? default_purpose : asked.purpose;
    t.mode = name_of(out.mode);
    t.context = asked.context;
    t.redirect_hash = short_hash(asked.redirect_uri);
    t.binding_hash = short_hash(asked.binding);
    t.issued = now;

    auto location =
        make_authorize_url(settings, {out.mode, std::string{asked.redirect_uri}, t.state, language_of(asked.locale)});
    if (!location) return location.error();
    out.location = std::move(*location);
    out.transaction = keys.transactions.seal(pack(t), random.substr(32, nonce_size));
    return out;
}

}  // namespace wecom
