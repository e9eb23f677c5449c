#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "idp_plugin.h"

namespace host {

// What this host offers to the providers it loads: a log and the time. Must outlive every instance made with it.
class host_services {
public:
    host_services(event_log& log, std::function<wall_time()> clock);
    host_services(const host_services&) = delete;
    host_services& operator=(const host_services&) = delete;

    const idp_host_v1& table() const { return table_; }

private:
    event_log& log_;
    const std::function<wall_time()> now_;
    idp_host_v1 table_{};
};

}  // namespace host
