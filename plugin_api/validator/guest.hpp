#pragma once

#include "validator/attentive_host.hpp"
#include "validator/status_name.hpp"
#include "validator/trial.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace validator {

// How a call ended.
struct outcome {
    idp_status status = IDP_OK;
    idp_error error = idp::make_error();
    std::chrono::milliseconds elapsed{0};

    bool ok() const { return status == IDP_OK; }
    std::string_view reason() const { return error.reason; }
    // "IDP_E_REJECTED "state_mismatch""
    std::string story() const;
};

// What a browser takes along.
struct journey {
    std::string location, transaction, state, code;  // state: the parameter of location; code: fresh for this login
};

struct begin_options {
    std::string redirect_uri = "https://host.example/callback/1", context = "next=/home", purpose{}, binding{}, mode{},
                user_agent{}, locale = "en";
    std::uint32_t flags = 0;
};

struct resolve_options {
    std::chrono::milliseconds timeout{8000};
    std::uint64_t op_id = 0;
    std::uint32_t flags = 0;
};

// A provider's instance as a guest of our host: its calls, made as the contract asks, each inside a visit. After each
// call the host is still asked nothing it may not be asked; that is for the tests to look at. Any threads may call at
// once. Destroyed with it.
class guest {
public:
    // With the recipe's configuration. Throws violation with the provider's words if create refuses it.
    guest(trial& of, attentive_host& host, std::string_view config_json, std::string_view instance_id = "validator/1");
    ~guest();
    guest(const guest&) = delete;

    outcome begin(journey& out, const begin_options& how = {});
    // As the recipe's callback says, or with this query and these transactions.
    outcome come_back(const journey& from, idp::owned<idp_grant>& out, const begin_options& how = {});
    outcome come_back(std::string_view query, const std::vector<std::string>& transactions, idp::owned<idp_grant>& out,
                      const begin_options& how = {});
    outcome resolve(std::string_view grant_token, idp::owned<idp_account>& out, const resolve_options& how = {});

    // The first two; what resolve is given. Throws violation if one fails.
    std::string grant_token(const begin_options& how = {});
    // All three, of somebody new. On success the account is the recipe's, or violation is thrown.
    outcome log_in(const resolve_options& how = {});
    // Throws violation unless it is IDP_OK.
    void must_log_in(const resolve_options& how = {});

    idp_status prepare();
    idp_status cancel(std::uint64_t op_id);
    idp_status destroy();  // the instance is gone if IDP_OK
    // Not destroyed by us.
    idp_instance* give_up();

    idp_instance* self() const { return self_; }
    attentive_host& host() const { return host_; }
    const idp_plugin_v1& table() const { return table_; }
    const test_recipe& recipe() const { return trial_.recipe; }

private:
    trial& trial_;
    attentive_host& host_;
    const idp_plugin_v1& table_;
    const std::string instance_id_;
    idp_instance* self_ = nullptr;
};

// What the host says about itself when it makes an instance; the first key seals.
idp_create_request create_request(std::string_view instance_id, std::string_view config_json);

}  // namespace validator
