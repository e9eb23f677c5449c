#pragma once

#include "web/http_message.hpp"

#include <set>

namespace host {

// The origins that a page needs beyond this host.
struct page_needs {
    std::set<std::string> script, frame, form_action;
};

// Adds the blank-separated origins that a provider names. One that could end its directive is left out.
void add_origins(std::set<std::string>& to, std::string_view origins);

// Adds the headers that every page has: nothing is allowed that the page does not need, nothing is stored, nothing is
// told to others. https: browsers stay on https for a year.
void harden_page(response& page, bool https, const page_needs& needs = {});

// For a file that a provider gave: whatever is in it, it is no document of ours.
void sandbox_file(response& file, bool https);

}  // namespace host
