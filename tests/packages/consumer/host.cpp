// A host in one file. Usage: host FILE CONFIGURATION: loads a provider, begins a login and prints where the browser is
// sent. A provider that sends it straight back gets its callback, and the account is printed.
#include <chrono>
#include <idp_plugin.hpp>
#include <iostream>

namespace {

const std::string redirect_uri = "https://host.example/callback";
const std::string seal_key(32, 'k');

template <class T>
T sized() {
    T value{};
    value.struct_size = sizeof value;
    return value;
}

idp_host_v1 make_host() {
    auto host = sized<idp_host_v1>();
    host.name = "consumer";
    host.version = "1";
    host.log = [](void*, const idp_log_record*) {};
    host.wall_clock_ms = [](void*) {
        using namespace std::chrono;
        return static_cast<std::uint64_t>(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
    };
    host.get_extension = [](void*, const char*) -> const void* { return nullptr; };
    return host;
}

void check(idp_status status, const idp_error& err) {
    if (status != IDP_OK) throw std::runtime_error{std::string{err.reason} + ": " + err.detail};
}

std::string come_back(const idp::instance& provider, std::string_view query, idp_str transaction) {
    auto request = sized<idp_callback_request>();
    request.query = idp::str(query);
    request.transactions = {&transaction, 1, sizeof transaction};
    request.redirect_uri = idp::str(redirect_uri);
    auto err = idp::make_error();
    idp::owned<idp_grant> grant;
    check(provider.table().handle_callback(provider.get(), &request, grant.out(), &err), err);

    auto question = sized<idp_resolve_request>();
    question.grant_token = grant->token;
    idp::owned<idp_account> account;
    check(provider.table().resolve_account(provider.get(), &question, account.out(), &err), err);
    return std::string{idp::view(account->issuer)} + ' ' + std::string{idp::view(account->subject)};
}

void log_in(const std::string& file, const std::string& config) {
    static const auto host = make_host();
    const auto from = idp::provider::open(file);
    const auto key = idp::str(seal_key);
    auto request = sized<idp_create_request>();
    request.instance_id = idp::str("consumer/1");
    request.config_json = idp::str(config);
    request.seal_keys = {&key, 1, sizeof key};
    auto err = idp::make_error();
    const idp::instance provider{from, host, request, err};
    if (!provider) check(err.status, err);

    auto begin = sized<idp_authorize_request>();
    begin.redirect_uri = idp::str(redirect_uri);
    idp::owned<idp_authorize_result> begun;
    check(provider.table().build_authorize_url(provider.get(), &begin, begun.out(), &err), err);
    const auto location = idp::view(begun->location);
    std::cout << from.descriptor().name << ' ' << location << '\n';
    if (location.starts_with(redirect_uri + '?'))
        std::cout << come_back(provider, location.substr(redirect_uri.size() + 1), begun->transaction) << '\n';
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 3) throw std::runtime_error{"usage: host FILE CONFIGURATION"};
    log_in(argv[1], argv[2]);
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
