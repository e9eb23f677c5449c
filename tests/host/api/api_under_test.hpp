#pragma once

#include "api/api.hpp"
#include "api/golden_file.hpp"
#include "surroundings.hpp"

#include <boost/json/value.hpp>

#include <sstream>
#include <string>
#include <string_view>

namespace host {

// What a client sends beside the path.
struct sent_with {
    std::string_view token{}, body{};
    fields headers{};
};

// The API with a store and the scripted provider, asked without a network. Times and ids are made up and the same in
// every run.
class api_under_test {
public:
    static constexpr std::string_view canary = "S3cretOfTheTenant";

    api_under_test();

    // path begins behind "/api/v1/".
    response get(std::string_view path, const sent_with& with = {}) { return call("GET", path, with); }
    response post(std::string_view path, const sent_with& with = {}) { return call("POST", path, with); }
    response call(std::string_view method, std::string_view path, const sent_with& with = {});

    user add_user(std::string_view name, const tenant& of, bool is_administrator = false);
    std::string token_of(const user& who) { return *site.data.tokens.issue(who.id, {}, world.outside().now()); }

    // The id of a scripted provider whose configuration is script and a secret.
    std::string add_provider(const tenant& of, std::string_view script = "{}", std::string_view name = "Scripted");

    std::string log() const { return lines_.str(); }

    made_up_world world;

private:
    temporary_folder folder_;
    std::ostringstream lines_;
    event_log log_{lines_, log_level::trace, world.outside().now};
    public_url base_{"https://id.example", true};
    host_services services_;
    store data_;
    provider_library library_;
    provider_registry providers_;

public:
    site_state site;
    const tenant first = site.data.tenants.first();
    const tenant other = *site.data.tenants.add("Other", "other");

private:
    api api_{site};
};

// The member of an answer that a path of keys leads to.
boost::json::value member(const response& of, std::initializer_list<std::string_view> keys);

// The Cookie header of a browser that got this answer.
std::string cookies_of(const response& given);

}  // namespace host
