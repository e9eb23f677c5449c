#pragma once

#include "validator/network/tls_server.hpp"
#include "validator/recipe.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace validator {

// The provider's server as the recipe describes it, on loopback with a certificate of its own authority - and as it
// lies, if a test wants it to. Its threads live until it is gone; plugins must have left before.
class stand_in {
public:
    explicit stand_in(const test_recipe& of);

    std::string origin() const;  // "https://localhost:PORT"
    const std::string& ca_file() const { return authority_.pem_file(); }
    // The recipe's configuration for this server.
    std::string config_json() const;

    // The next answers: what the recipe says (as from the beginning), one of its errors, or a script of the test's for
    // each connection that is opened from now on. What is open already is cut off.
    void tell_the_truth();
    void err(const recipe_error& with);
    void lie(tls_server::script each_connection);
    // Part of a lie: answers one request as the recipe does.
    void answer_truly(tls_peer& peer);

    int token_fetches() const;  // requests to answers that are marked as token
    int requests() const;       // all
    tls_server& server() { return server_; }
    const certificate_authority& authority() const { return authority_; }

private:
    std::string answer_to(const std::string& request);

    const test_recipe& recipe_;
    mutable std::mutex mutex_;
    const recipe_error* error_ = nullptr;
    int token_fetches_ = 0;
    certificate_authority authority_;
    tls_server server_;  // the last: its threads use the others
};

}  // namespace validator
