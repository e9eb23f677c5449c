#pragma once

namespace wecom {

// The table of a plugin extension, or null: get_extension of idp_plugin_v1.
const void* plugin_extension(const char* id);

}  // namespace wecom
