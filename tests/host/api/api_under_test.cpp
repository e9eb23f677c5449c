#include "api/api_under_test.hpp"

#include <boost/json.hpp>

namespace host {

namespace json = boost::json;

api_under_test::api_under_test()
    : services_{log_, world.outside().now},
      data_{folder_.path() / "host.db", world.outside()},
      library_{provider_library::open(std::filesystem::path{SCRIPTED}.parent_path())},
      providers_{library_, services_, data_, base_, "", log_},
      site{base_, world.outside(), log_, data_, providers_} {}

response api_under_test::call(std::string_view method, std::string_view path, const sent_with& with) {
    request from;
    from.method = method;
    const auto query = path.find('?');
    from.path = "/api/v1/" + std::string{path.substr(0, query)};
    if (query != path.npos) from.query = path.substr(query + 1);
    from.headers = with.headers;
    from.body = with.body;
    if (!with.token.empty()) from.headers.emplace_back("Authorization", "Token " + std::string{with.token});
    if (!api_.is_for(from)) return {.status = 0, .headers = {}, .body = "a page", .afterwards = nullptr};
    auto out = api_.handle(from);
    if (const auto* const work = std::get_if<deferred>(&out)) return (*work)();
    return std::get<response>(out);
}

user api_under_test::add_user(std::string_view name, const tenant& of, bool is_administrator) {
    return *site.data.users.add({of.id, std::string{name}, is_administrator, false});
}

std::string api_under_test::add_provider(const tenant& of, std::string_view script, std::string_view name) {
    auto config = json::parse({script.data(), script.size()}).as_object();
    config["secret"] = canary;
    provider_setting wanted;
    wanted.tenant_id = of.id;
    wanted.provider = "org.idpplugin.scripted";
    wanted.name = name;
    wanted.config = json::serialize(config);
    return site.providers.save(wanted)->id;
}

json::value member(const response& of, std::initializer_list<std::string_view> keys) {
    auto out = json::parse(of.body);
    for (const auto key : keys)
        out = json::value(out.as_object().at(key));
    return out;
}

std::string cookies_of(const response& given) {
    std::string out;
    for (const auto& [name, value] : given.headers)
        if (name == "Set-Cookie" && value.find("Max-Age=0") == value.npos)
            out.append(out.empty() ? "" : "; ").append(value.substr(0, value.find(';')));
    return out;
}

}  // namespace host
