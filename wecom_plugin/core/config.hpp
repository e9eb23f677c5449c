#pragma once

#include "core/address.hpp"
#include "core/error.hpp"
#include "core/json_schema.hpp"
#include "core/proxy.hpp"
#include "core/secret.hpp"
#include "core/web_url.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wecom {

enum class login_mode { automatic, in_app, qr, qr_legacy };
std::string_view name_of(login_mode mode);
std::optional<login_mode> mode_named(std::string_view name);

enum class profile_level { none, basic, full };

struct ownership_file {
    std::string name, content;
};

// Where WeCom is, and how to get there. Set by the operator of the platform, never by a tenant.
struct network_config {
    web_url api_base, in_app_base;
    std::optional<web_url> qr_base;  // else by mode
    std::string ca_file;
    bool allow_private = false, allow_http = false;
    std::optional<proxy_server> proxy;
    std::vector<std::string> no_proxy;         // rules of core/no_proxy.hpp
    std::map<std::string, address_list> pins;  // by host name, in lower case
    std::string bind;                          // an address of this machine; empty: any
    bool v4_only = false;

    // Possible with allow_http only.
    bool uses_plain_http() const {
        return api_base.scheme == "http" || in_app_base.scheme == "http" || (qr_base && qr_base->scheme == "http");
    }
};

// One configuration of the provider, as config.schema.json describes it. Immutable for the life of an instance.
struct config {
    std::string corpid;
    secret corpsecret;
    std::string agentid;          // decimal, empty if none
    std::string icon;             // the bytes or the https address; empty: built-in
    std::string icon_media_type;  // of the bytes; "text/uri-list" for an address
    login_mode mode = login_mode::automatic;
    bool ask_private_info = false;  // scope snsapi_privateinfo
    profile_level profile = profile_level::none;
    bool accept_linked_corp = false;
    bool encrypted_ids = false;
    std::chrono::milliseconds timeout{8000};
    std::optional<language> lang;  // of the QR page; else the person's
    std::optional<ownership_file> domain_verification;
    network_config network;
};

// What parse_config would refuse, for a form: empty if nothing.
std::vector<config_issue> check_config(std::string_view json, language lang);

// errc::config_json or errc::config_field; the detail names every field by JSON pointer.
result<config> parse_config(std::string_view json);

}  // namespace wecom
