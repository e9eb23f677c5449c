#pragma once

#include "web/accept_language.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

// Every page of the host with something in every field, by a name for files. Each text that is not the host's own goes
// through `text` first, so that tests can replace it. schema: of the provider whose configuration is edited.
std::map<std::string, std::string> sample_pages(host::language in, const std::string& schema,
                                                const std::function<std::string(std::string_view)>& text);
