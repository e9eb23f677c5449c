#pragma once

#include "store/store.hpp"
#include "surroundings.hpp"

#include <thread>
#include <vector>

namespace host {

// A store of this test alone, with time that stands still.
struct opened_store {
    temporary_folder folder;
    made_up_world world;
    std::filesystem::path file = folder.path() / "store.db";
    store data{file, world.outside()};
    std::string tenant_id = data.tenants.first().id;

    wall_time now() { return world.outside().now(); }

    user add_user(const std::string& name) { return data.users.add({.tenant_id = tenant_id, .name = name}).value(); }

    binding a_binding(const user& of, const std::string& subject, const std::string& issuer = "wecom:ww1") const {
        return {.tenant_id = of.tenant_id,
                .user_id = of.id,
                .provider_id = "p1",
                .issuer = issuer,
                .subject = subject,
                .display_name = "Zhang San"};
    }
    binding bind(const user& of, const std::string& subject, const std::string& issuer = "wecom:ww1") {
        data.bindings.add(a_binding(of, subject, issuer));
        return data.bindings.find(of.tenant_id, issuer, subject).value();
    }
    opened_session sign_in(const user& who, const std::string& binding_id = {}) {
        return data.sessions.open({.user_id = who.id, .binding_id = binding_id}, now()).value();
    }
};

// Runs what on so many threads, and waits for all.
template <class Action>
void at_once(std::size_t threads, Action what) {
    std::vector<std::jthread> running;
    for (std::size_t i = 0; i < threads; ++i)
        running.emplace_back(what, i);
}

}  // namespace host
