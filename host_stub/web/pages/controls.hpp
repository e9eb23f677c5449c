#pragma once

#include "ambient.hpp"
#include "web/pages/page_frame.hpp"
#include "web/phrase.hpp"

namespace host {

// The parts that pages are made of.

html paragraph(std::string_view content, std::string css_class = {});
html link_to(std::string target, std::string_view content, std::string css_class = {});
html hidden(std::string_view name, std::string value);
html submit_button(std::string_view content, std::string css_class = "button");

// A form that is posted to action, with the frame's CSRF token.
html post_form(const page_frame& frame, std::string action, std::vector<html> content, attributes with = {});

// text, and for those who do not see the list that it stands in, what it acts on.
html named(std::string_view tag, attributes with, std::string_view content, std::string_view name);

// A form that is one button.
html action_button(const page_frame& frame, std::string action, std::string_view content, std::string_view name);

// The same behind a second click, for what cannot be undone.
html confirmed_button(const page_frame& frame, std::string action, std::string_view content, std::string_view name);

struct text_input {
    std::string id, label;
    std::string name{};  // empty: the id
    std::string type = "text";
    std::string value{}, autocomplete{}, help{}, problem{};
    bool required = true;
};

// A password is never filled in again.
html labelled(const text_input& input);

// The text of a problem, to be named by aria-describedby.
html problem_line(std::string id, std::string_view content);

// An icon of 24 pixels; nothing if path is empty.
void append_icon(std::vector<html>& to, const std::string& path);

// A label, and a text that a click copies.
html copyable(std::string id, std::string_view label, std::string_view content, language in);

html time_text(wall_time when);

// Names and values.
class fact_list {
public:
    explicit fact_list(language in) : in_{in} {}

    void add(const phrase& name, html value);
    void add(const phrase& name, std::string_view value);  // an empty one is left out
    bool empty() const { return entries_.empty(); }
    html markup() const { return element("dl", {}, entries_); }

private:
    language in_;
    std::vector<html> entries_;
};

// Columns with a heading each; a narrow screen shows a row as a card with the headings inside.
html table(std::string_view caption, const std::vector<std::string_view>& columns,
           const std::vector<std::vector<html>>& rows);

}  // namespace host
