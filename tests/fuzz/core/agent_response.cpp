#include "core/wecom_api.hpp"
#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(agent_response) {
    const auto app = parse_get_agent_response(input);
    if (!app) return holds(is_fit_for_a_log(app.error().detail), "a refusal is fit for a log");
    holds(app->name.size() <= 1024 && is_utf8(app->name), "the name of an app is short and UTF-8");
}
