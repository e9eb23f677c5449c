#pragma once

#include "web/pages/page_frame.hpp"

#include <chrono>

namespace host {

enum class step_state { waiting, running, passed, warning, failed, skipped };

struct shown_test_step {
    step_state state = step_state::waiting;
    std::string text, remedy;  // remedy: what to do, or empty
    std::chrono::milliseconds took{};
};

struct self_test_view {
    std::string provider_id, provider_name;
    bool running = false;                // more steps may come: the page looks again by itself
    std::vector<shown_test_step> steps;  // empty: it was not started
};

// GET /admin/providers/{id}/test. The form: POST /admin/providers/{id}/test {csrf} starts the test. While it runs,
// site.js fetches the page again every second; without scripts there is a link for that.
std::string self_test_page(const page_frame& frame, const self_test_view& view);

}  // namespace host
