#include "validator/guest.hpp"

namespace validator {
namespace {

template <class T>
T sized() {
    T value{};
    value.struct_size = sizeof value;
    return value;
}

idp_list list_of(const std::vector<idp_str>& texts) {
    return {texts.data(), static_cast<std::uint32_t>(texts.size()), sizeof(idp_str)};
}

// The value of a parameter of a URL, as it stands there.
std::string parameter(std::string_view url, std::string_view name) {
    for (auto at = url.find_first_of("?&"); at != url.npos; at = url.find_first_of("?&", at + 1)) {
        const auto rest = url.substr(at + 1);
        if (rest.starts_with(name) && rest.substr(name.size()).starts_with('='))
            return std::string{rest.substr(name.size() + 1, rest.find_first_of("&#") - name.size() - 1)};
    }
    return {};
}

std::map<std::string, std::string, std::less<>> words_of(const journey& login, const std::string& instance_id) {
    return {{"code", login.code}, {"state", login.state}, {"person", person_of(login.code)}, {"instance", instance_id}};
}

// Runs a call and measures it.
template <class Call>
outcome timed(attentive_host& host, Call call) {
    outcome out;
    const attentive_host::visit inside{host};
    const auto begin = std::chrono::steady_clock::now();
    out.status = call(&out.error);
    out.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    return out;
}

void must(const char* function, const outcome& said) {
    expect(said.ok(), std::string{function} + " of an ordinary login answered " + said.story() + ". It is IDP_OK.");
}

}  // namespace

std::string outcome::story() const {
    if (status >= 0) return name_of(status);
    return name_of(status) + " \"" + error.reason + "\" (" + error.detail + ")";
}

idp_create_request create_request(std::string_view instance_id, std::string_view config_json) {
    static const std::string bytes(IDP_MIN_SEAL_KEY, 'k');
    static const idp_str key = idp::str(bytes);
    auto request = sized<idp_create_request>();
    request.instance_id = idp::str(instance_id);
    request.config_json = idp::str(config_json);
    request.seal_keys = {&key, 1, sizeof key};
    return request;
}

guest::guest(trial& of, attentive_host& host, std::string_view config_json, std::string_view instance_id)
    : trial_{of}, host_{host}, table_{of.table()}, instance_id_{instance_id} {
    const auto request = create_request(instance_id, config_json);
    const auto said =
        timed(host_, [&](idp_error* err) { return table_.create(&host_.table(), &request, &self_, err); });
    expect(said.ok(), "create refused the recipe's configuration: " + said.story());
    expect(self_ != nullptr, "create answered IDP_OK and gave no instance");
}

guest::~guest() {
    if (self_) destroy();
}

outcome guest::begin(journey& out, const begin_options& how) {
    auto request = sized<idp_authorize_request>();
    request.flags = how.flags;
    request.redirect_uri = idp::str(how.redirect_uri);
    request.context = idp::str(how.context);
    request.purpose = idp::str(how.purpose);
    request.binding = idp::str(how.binding);
    request.mode = idp::str(how.mode);
    request.user_agent = idp::str(how.user_agent);
    request.locale = idp::str(how.locale);
    idp::owned<idp_authorize_result> result;
    const auto said =
        timed(host_, [&](idp_error* err) { return table_.build_authorize_url(self_, &request, result.out(), err); });
    out = {std::string{idp::view(result->location)}, std::string{idp::view(result->transaction)}, {}, fresh_code()};
    out.state = parameter(out.location, "state");
    return said;
}

outcome guest::come_back(const journey& from, idp::owned<idp_grant>& out, const begin_options& how) {
    return come_back(filled_in(recipe().callback, words_of(from, instance_id_)), {from.transaction}, out, how);
}

outcome guest::come_back(std::string_view query, const std::vector<std::string>& transactions,
                         idp::owned<idp_grant>& out, const begin_options& how) {
    std::vector<idp_str> items;
    for (const auto& transaction : transactions)
        items.push_back(idp::str(transaction));
    auto request = sized<idp_callback_request>();
    request.query = idp::str(query);
    request.transactions = list_of(items);
    request.redirect_uri = idp::str(how.redirect_uri);
    request.purpose = idp::str(how.purpose);
    request.binding = idp::str(how.binding);
    request.locale = idp::str(how.locale);
    return timed(host_, [&](idp_error* err) { return table_.handle_callback(self_, &request, out.out(), err); });
}

outcome guest::resolve(std::string_view grant_token, idp::owned<idp_account>& out, const resolve_options& how) {
    auto request = sized<idp_resolve_request>();
    request.flags = how.flags;
    request.op_id = how.op_id;
    request.timeout_ms = static_cast<std::uint32_t>(how.timeout.count());
    request.grant_token = idp::str(grant_token);
    request.locale = idp::str("en");
    return timed(host_, [&](idp_error* err) { return table_.resolve_account(self_, &request, out.out(), err); });
}

std::string guest::grant_token(const begin_options& how) {
    journey login;
    idp::owned<idp_grant> grant;
    must("build_authorize_url", begin(login, how));
    must("handle_callback", come_back(login, grant, how));
    return std::string{idp::view(grant->token)};
}

outcome guest::log_in(const resolve_options& how) {
    journey login;
    idp::owned<idp_grant> grant;
    idp::owned<idp_account> account;
    if (const auto said = begin(login); !said.ok()) return said;
    if (const auto said = come_back(login, grant); !said.ok()) return said;
    const auto said = resolve(idp::view(grant->token), account, how);
    if (!said.ok()) return said;
    const auto issuer = filled_in(recipe().issuer, words_of(login, instance_id_));
    const auto subject = filled_in(recipe().subject, words_of(login, instance_id_));
    expect(idp::view(account->issuer) == issuer && idp::view(account->subject) == subject,
           "resolve_account gave the account (" + std::string{idp::view(account->issuer)} + ", " +
               std::string{idp::view(account->subject)} + "). The person of this login is (" + issuer + ", " + subject +
               ").");
    return said;
}

void guest::must_log_in(const resolve_options& how) {
    const auto said = log_in(how);
    expect(said.ok(), "an ordinary login ended with " + said.story() + ". It is IDP_OK.");
}

idp_status guest::prepare() {
    const attentive_host::visit inside{host_};
    return table_.prepare(self_);
}

idp_status guest::cancel(std::uint64_t op_id) {
    const attentive_host::visit inside{host_};
    return table_.cancel(self_, op_id);
}

idp_status guest::destroy() {
    const attentive_host::visit inside{host_};
    const auto status = table_.destroy(self_);
    if (status == IDP_OK) self_ = nullptr;
    return status;
}

idp_instance* guest::give_up() { return std::exchange(self_, nullptr); }

}  // namespace validator
