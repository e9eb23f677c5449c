#include "login.hpp"

#include "browser.hpp"
#include "page_text.hpp"
#include "provider_files.hpp"

namespace host {
namespace {

// Walks from the provider's first page to our own callback; the query that came with it.
outcome<std::string> walk(browser& person, const started_login& login, const std::string& redirect_uri) {
    const auto arrived = [&](std::string_view url) { return without_query(url) == redirect_uri; };
    try {
        const auto end = person.follow(login.location, arrived);
        if (!arrived(end.url))
            return make_refusal(IDP_E_UPSTREAM, "stopped_on_page",
                                "the browser did not come back but stopped at " + without_query(end.url) +
                                    " with status " + std::to_string(end.status) +
                                    ", where it says: " + page_text(end.body));
        const auto query = end.url.find('?');
        return query == std::string::npos ? "" : end.url.substr(query + 1, end.url.find('#') - query - 1);
    } catch (const browser_error& why) {
        return make_refusal(IDP_E_NETWORK, "browser", why.what());
    }
}

outcome<account> log_in_once(configured_provider& provider, browser& person, const login_start& start) {
    const auto begun = provider.start(start);
    if (!begun) return begun.error();
    provider.prepare();
    const auto query = walk(person, *begun, provider.redirect_uri());
    if (!query) return query.error();
    const auto granted =
        provider.handle_callback({.query = *query, .transactions = {&begun->transaction, 1}, .locale = start.locale});
    if (!granted) return granted.error();
    return provider.resolve(granted->token, start.locale);
}

browser make_browser(const login_options& options) {
    browser_options out{.ca_file = options.browser_ca, .headers = {{"User-Agent", options.user_agent}}};
    if (!options.member.empty()) out.headers.emplace_back("X-Simulate-Member", options.member);
    return browser{std::move(out)};
}

outcome<account> log_in(const login_options& options, const ambient& outside, const host_services& services) {
    const auto base = parse_public_url(options.public_url);
    if (!base) throw config_error{"--public-url: " + options.public_url + " is not like https://id.example.com"};
    const auto [config, library] = open_provider_files(options.plugin, options.config);
    const auto provider = configured_provider::create(library, services, config, {outside.random_bytes(32)}, *base);
    if (!provider) return provider.error();

    if (!options.browser_ca.empty()) read_small_file(options.browser_ca);  // a wrong name is no network failure
    auto person = make_browser(options);
    login_start start{.mode = options.mode, .user_agent = options.user_agent, .locale = "en"};
    auto who = log_in_once(**provider, person, start);
    if (who || who.error().status != IDP_E_RESTART) return who;
    start.mode = (*provider)->restart_mode();
    start.restarted = true;
    return log_in_once(**provider, person, start);
}

}  // namespace

login_report run_login(const login_options& options, const ambient& outside, event_log& log) {
    const host_services services{log, outside.now};
    const auto began = outside.steady_now();
    const auto report = [&](outcome<account> who) {
        return login_report{std::move(who),
                            std::chrono::duration_cast<std::chrono::milliseconds>(outside.steady_now() - began)};
    };
    try {
        return report(log_in(options, outside, services));
    } catch (const config_error& why) {
        return report(make_refusal(IDP_E_CONFIG, "config_file", why.what()));
    } catch (const idp::load_error& why) {
        return report(make_refusal(IDP_E_CONFIG, "load", why.what()));
    }
}

}  // namespace host
