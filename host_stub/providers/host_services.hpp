#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "idp_plugin.h"
#include "providers/key_value_store.hpp"

namespace host {

// What this host offers to the providers it loads: a log, the time, and a store if it has one. Must outlive every
// instance made with it.
class host_services {
public:
    // store may be null: idp.host.kv/1 is not offered then. It has to outlive the services.
    host_services(event_log& log, std::function<wall_time()> clock, key_value_store* store = nullptr);
    host_services(const host_services&) = delete;
    host_services& operator=(const host_services&) = delete;

    const idp_host_v1& table() const { return table_; }

private:
    template <class Use>
    idp_status use_store(Use use) noexcept;
    static const idp_host_kv_v1 kv_table;

    event_log& log_;
    const std::function<wall_time()> now_;
    key_value_store* const store_;
    idp_host_v1 table_{};
};

}  // namespace host
