#pragma once

#include "core/config.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <string>

constexpr const char* a_corpid = "ww1a2b3c4d5e6f7a8b";
constexpr const char* a_corpsecret = "TheSecretOfYourAppHas43LettersDigits-and_-ab";

// A configuration that is good as it stands; a test names only what it is about:
// a_config().with("mode", "qr").with("agentid", "1000002")
class a_config {
public:
    a_config& with(const char* key, boost::json::value value) {
        members_[key] = std::move(value);
        return *this;
    }
    a_config& without(const char* key) {
        members_.erase(key);
        return *this;
    }
    std::string json() const { return boost::json::serialize(members_); }
    operator wecom::config() const { return wecom::parse_config(json()).value(); }

private:
    boost::json::object members_{{"corpid", a_corpid}, {"corpsecret", a_corpsecret}};
};
