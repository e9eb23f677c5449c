#pragma once

#include "web/pages/page_frame.hpp"
#include "web/schema_form/form_markup.hpp"

#include <cstdint>

namespace host {

struct copyable_text {
    std::string label, text;
};

struct provider_edit_view {
    bool is_new = false;  // then it has no id, and there are no addresses yet
    std::string id, name, type_id, type_name;
    std::uint64_t revision = 0;  // of what is shown, for the host to see whether somebody else changed it meanwhile
    std::string name_problem;
    std::vector<copyable_text> addresses;  // login, callback, bind: to be copied into other consoles
    std::string icon;                      // a path of this host, or empty
    config_schema schema;
    form_state state;
};

// The form: multipart POST to /admin/providers/{id}, or /admin/providers/new {type} for a new one: {csrf, revision,
// name, and what read_submission reads}; to /admin/providers/{id}/test, in a window of its own, to try it without
// saving it.
std::string provider_edit_page(const page_frame& frame, const provider_edit_view& view);

}  // namespace host
