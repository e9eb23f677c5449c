#include "login.hpp"

#include <cstdlib>
#include <stdexcept>

namespace abi_test {
namespace {

const std::string seal_key(32, 'k');

outcome said(idp_status status, const idp_error& err) { return {status, status < 0 ? err.reason : ""}; }

idp::instance make_instance(const idp::provider& from, const test_host& host, const std::string& config,
                            const std::string& id) {
    const auto key = idp::str(seal_key);
    auto request = sized<idp_create_request>();
    request.instance_id = idp::str(id);
    request.config_json = idp::str(config);
    request.seal_keys = {&key, 1, sizeof key};
    auto err = idp::make_error();
    idp::instance made{from, host.table, request, err};
    if (!made) throw std::runtime_error{std::string{"create: "} + err.detail};
    return made;
}

std::string state_in(std::string_view location) {
    const auto begin = location.find("state=") + 6;
    return std::string{location.substr(begin, location.find_first_of("&#", begin) - begin)};
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    if (!value) throw std::runtime_error{std::string{name} + " is not set: ctest sets it"};
    return value;
}

}  // namespace

login::login(const std::string& file, const std::string& config, const std::string& instance_id)
    : provider_{idp::provider::open(file)}, instance_{make_instance(provider_, host, config, instance_id)} {}

idp_authorize_request login::authorize_request() const {
    auto request = sized<idp_authorize_request>();
    request.redirect_uri = idp::str(redirect_uri);
    request.context = idp::str(context);
    request.purpose = idp::str(purpose);
    request.binding = idp::str(binding);
    request.mode = idp::str(mode);
    return request;
}

begun_login login::begin(std::uint32_t flags) {
    auto request = authorize_request();
    request.flags = flags;
    idp::owned<idp_authorize_result> result;
    auto err = idp::make_error();
    if (table().build_authorize_url(self(), &request, result.out(), &err)) throw std::runtime_error{err.detail};
    const std::string location{idp::view(result->location)};
    return {location, std::string{idp::view(result->transaction)}, state_in(location)};
}

outcome login::come_back(std::string_view query, const std::vector<std::string>& transactions) {
    std::vector<idp_str> items;
    for (const auto& transaction : transactions)
        items.push_back(idp::str(transaction));
    auto request = sized<idp_callback_request>();
    request.query = idp::str(query);
    request.transactions = {items.data(), static_cast<std::uint32_t>(items.size()), sizeof(idp_str)};
    request.redirect_uri = idp::str(redirect_uri);
    request.purpose = idp::str(purpose);
    request.binding = idp::str(binding);
    auto err = idp::make_error();
    return said(table().handle_callback(self(), &request, grant.out(), &err), err);
}

outcome login::resolve(std::uint32_t flags) {
    auto request = sized<idp_resolve_request>();
    request.flags = flags;
    request.grant_token = grant->token;
    auto err = idp::make_error();
    return said(table().resolve_account(self(), &request, account.out(), &err), err);
}

std::string provider_file() { return environment("IDP_PROVIDER"); }
std::string provider_config() { return environment("IDP_PROVIDER_CONFIG"); }

}  // namespace abi_test
