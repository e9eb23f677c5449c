#pragma once

#include "ambient.hpp"
#include "event_log.hpp"
#include "web/accept_language.hpp"

#include <iosfwd>
#include <string>

namespace host {

struct doctor_options {
    std::string plugin, config;  // files
    language in = language::english;
};

// What "idp-host doctor" does: looks at the configuration, and if there is nothing to say about it lets the provider
// test its connection; prints what was found, each step as it ends, with what to do about a failure. Throws
// config_error, idp::load_error. Status:
//   0  every step passed
//   1  the command, a file, the configuration: mend it before the next try
//   2  a step failed
int run_doctor(const doctor_options& options, const ambient& outside, event_log& log, std::ostream& out);

}  // namespace host
