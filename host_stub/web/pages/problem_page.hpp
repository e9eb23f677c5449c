#pragma once

#include "web/pages/page_frame.hpp"

namespace host {

struct problem_view {
    std::string title, what;    // in the person's language
    std::string incident = {};  // the number under which the log has the rest, or empty
    std::string way_out = {};   // where the button leads; empty: to the sign-in page, or home for who is signed in
};

std::string problem_page(const page_frame& frame, const problem_view& view);

}  // namespace host
