#pragma once

#include "idp_plugin.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace validator {

// What the stand-in of the provider answers to a path.
struct recipe_answer {
    std::string path;  // without query
    int status = 200;
    std::string content_type = "application/json";
    std::string body;       // with ${code} and ${person} of the code that the request carries, if it does
    bool is_token = false;  // fetched at most once per validity period, whatever many people log in
};

// One answer that the provider may give instead, and what resolve_account makes of it.
struct recipe_error {
    std::string name;
    recipe_answer answer;
    std::vector<idp_status> means;  // any of these
};

// How a login with this provider goes: FILE.idp-test.json beside FILE.so, or --recipe FILE. Written by its author:
//
//   {"config": {"corpid": "…", "corpsecret": "…", "network": {"api_base": "${origin}", "ca_file": "${ca_file}"}},
//    "callback": "code=${code}&state=${state}",            what the browser brings; ${code} is fresh for each login,
//                                                          [a-z0-9], and ${person} a part of it that may be known
//    "refusal": "state=${state}",                          and what, if the person says no; may be left out
//    "account": {"issuer": "…", "subject": "…"},           of the person; with ${person} and ${instance}
//    "answers": [{"path": "…", "body": {…} or "…", "status": 200, "content_type": "…", "token": true}],
//    "canaries": ["…"],                                    secrets: of the configuration, the token; the code is one
//    too "errors": [{"name": "…", "path": "…", "body": {…}, "status": 200, "means": ["IDP_E_CONFIG"]}]}
//
// Without "answers" the provider needs no network, and tests of the network are skipped.
struct test_recipe {
    std::string config;  // one JSON object, as the file has it
    std::string callback;
    std::optional<std::string> refusal;
    std::string issuer, subject;
    std::vector<recipe_answer> answers;
    std::vector<std::string> canaries;
    std::vector<recipe_error> errors;

    bool has_instance() const { return !callback.empty(); }
    bool has_network() const { return !answers.empty(); }

    // The configuration as text, with ${origin} and ${ca_file} put in.
    std::string config_json(std::string_view origin = {}, std::string_view ca_file = {}) const;

    // Throws std::runtime_error with file, place and reason: nothing is guessed.
    static test_recipe read(const std::filesystem::path& file);
};

// A code for one login, and who it is that comes with it.
std::string fresh_code();
std::string person_of(std::string_view code);
// The first code of fresh_code in it; empty if there is none.
std::string code_in(std::string_view request);

// Text in which each ${name} is replaced by its value. Names that are not there stay.
std::string filled_in(std::string_view text, const std::map<std::string, std::string, std::less<>>& values);

}  // namespace validator
