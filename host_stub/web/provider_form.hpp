#pragma once

#include "providers/provider_registry.hpp"
#include "web/page_routes.hpp"
#include "web/pages/provider_edit_page.hpp"

namespace host {

// What was sent for a provider: the setting that it makes with the stored one, and what is wrong with it.
struct sent_provider {
    provider_setting wanted;
    form_state state;  // to show the form again
    std::string name_problem;

    bool is_good() const { return state.problems.empty() && name_problem.empty(); }
};

// Reads the multipart body of the form and lets the provider check what it makes with stored: the row as it is, or a
// new one with its tenant, whose provider the form names. Nothing, if no browser makes such a body of the form, or if
// no library of the provider is loaded.
std::optional<sent_provider> read_provider_form(const site_state& site, const visit& by,
                                                const provider_setting& stored);

// The form of what is stored.
form_state state_of(const site_state& site, const visit& by, const provider_setting& stored);

// The page for a form. An id that is empty: of a new one.
provider_edit_view provider_form_view(const site_state& site, const visit& by, const provider_setting& of,
                                      form_state state);

// The answer to a form that is not good, with the form to correct.
response refused_form(const site_state& site, const visit& by, const sent_provider& sent);

// The name under which people know a kind of providers.
std::string provider_type_name(const provider_library& library, std::string_view provider, language in);

// A path of this host, or empty while there is no instance that has one.
std::string provider_icon(const provider_registry& providers, std::string_view id);

// Which fields differ, by JSON pointers with blanks between; no values.
std::string changed_fields(const provider_setting& before, const provider_setting& after);

}  // namespace host
