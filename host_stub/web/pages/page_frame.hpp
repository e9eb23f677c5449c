#pragma once

#include "web/accept_language.hpp"
#include "web/html.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace host {

// What happened because of the last form: "saved", or why not.
struct notice {
    enum class kind { done, problem } of = kind::done;
    std::string text;  // in the person's language
};

// What every page has around its content, and what its forms need. All texts are shown as text, whatever is in them.
struct page_frame {
    language speaks = language::english;
    std::string path{};         // of this page, with its query: the language switch comes back to it
    std::string csrf_token{};   // goes into every form as "csrf"
    std::string user_name{};    // empty: nobody is signed in
    std::string tenant_name{};  // empty: not shown
    bool is_administrator = false;
    bool is_operator = false;  // of the platform: sees the tenants
    std::vector<notice> notices{};
};

// A whole HTML document. Its own forms: POST /logout {csrf}, and POST /language {csrf, lang, next}, which sets the
// cookie "lang" to a language_tag and goes on to next. A page needs /site.css and /site.js, and works without both.
std::string document(const page_frame& frame, std::string_view title, const std::vector<html>& content);

}  // namespace host
