#pragma once

// A host as small as a test can have, and one login through a provider that is known only as a file.

#include "idp_plugin.hpp"

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace abi_test {

template <class T>
T sized() {
    T value{};
    value.struct_size = sizeof value;
    return value;
}

// Its clock stands still until the test moves it.
struct test_host {
    std::uint64_t now_ms = 1'700'000'000'000;
    std::function<void()> when_asked_the_time;
    idp_host_v1 table = sized<idp_host_v1>();

    test_host() {
        table.ctx = this;
        table.name = "test host";
        table.version = "0";
        table.log = [](void*, const idp_log_record*) {};
        table.wall_clock_ms = [](void* self) {
            const auto& host = *static_cast<test_host*>(self);
            if (host.when_asked_the_time) host.when_asked_the_time();
            return host.now_ms;
        };
    }
    test_host(const test_host&) = delete;
};

// What a call said: the status, and the reason if it is a failure.
struct outcome {
    idp_status status = IDP_OK;
    std::string reason{};

    friend bool operator==(const outcome&, const outcome&) = default;
    friend std::ostream& operator<<(std::ostream& out, const outcome& what) {
        return out << what.status << " \"" << what.reason << '"';
    }
};

struct begun_login {
    std::string location, transaction, state;
};

// The fields are what the host says at both ends of a login; a test changes one between begin and come_back.
class login {
public:
    login(const std::string& file, const std::string& config, const std::string& instance_id = "test/1");

    test_host host;
    std::string redirect_uri = "https://host.example/callback/1", context = "next=/home", purpose, binding, mode;

    idp_instance* self() const { return instance_.get(); }
    const idp_plugin_v1& table() const { return provider_.table(); }

    idp::instance give_up_instance() { return std::move(instance_); }

    idp_authorize_request authorize_request() const;
    begun_login begin(std::uint32_t flags = 0);
    outcome come_back(std::string_view query, const std::vector<std::string>& transactions);
    outcome come_back(const begun_login& from) {
        return come_back("code=alice&state=" + from.state, {from.transaction});
    }
    outcome resolve(std::uint32_t flags = 0);

    idp::owned<idp_grant> grant;
    idp::owned<idp_account> account;

private:
    idp::provider provider_;
    idp::instance instance_;
};

// The provider that this run of the suite is about.
std::string provider_file();
std::string provider_config();

}  // namespace abi_test
