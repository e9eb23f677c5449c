#include "core/config.hpp"

#include "core/no_proxy.hpp"
#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

namespace {

// The secret of the seeds, wherever in the configuration it ends up.
constexpr std::string_view secret_of_the_seeds = "TheSecretOfYourAppHas43LettersDigits-and_-ab";

void look_at_network(const network_config& network) {
    for (const auto* base : {&network.api_base, &network.in_app_base})
        holds(base->scheme == "https" || network.allow_http, "http is used only if it is allowed");
    for (const auto& rule : network.no_proxy)
        holds(is_no_proxy_rule(rule), "a rule is one");
    for (const auto& [host, addresses] : network.pins)
        for (const auto& address : addresses)
            holds(is_host_name(host) && is_address(address), "a pin is a name and addresses");
    holds(network.bind.empty() || is_address(network.bind), "what is bound to is an address");
}

}  // namespace

FUZZ_TARGET(config) {
    const auto en = check_config(input, language::en), zh = check_config(input, language::zh);
    holds(en.size() == zh.size(), "both languages find the same");
    for (std::size_t i = 0; i < en.size(); ++i)
        holds(en[i].pointer == zh[i].pointer && en[i].code == zh[i].code, "both languages find the same");

    const auto read = parse_config(input);
    holds(read.has_value() == en.empty(), "a form and an instance judge alike");
    if (!read) {
        holds(is_fit_for_a_log(read.error().detail, SIZE_MAX), "a refusal is fit for a log");
        holds(read.error().detail.find(secret_of_the_seeds) == std::string::npos, "a refusal tells no secret");
        return;
    }
    holds(read->corpid.size() >= 4 && read->corpid.size() <= 64, "a corpid has the length of one");
    holds(read->corpsecret.reveal().size() >= 8, "there is a secret");
    holds(read->timeout.count() > 0 && read->timeout.count() <= 30'000, "a login ends");
    holds(read->icon.size() <= 45'056, "an icon is small");
    look_at_network(read->network);
}
