#pragma once

#include "web/form.hpp"
#include "web/multipart.hpp"
#include "web/schema_form/form_markup.hpp"

namespace host {

struct submission {
    boost::json::object config;  // what the form and the stored configuration make together
    field_problems problems;     // not empty: config must not be stored
};

// Reads a form of form_markup back. A blank secret keeps the stored one, unless "clear:" and its pointer
// was sent too; what only an operator may set is taken from
// stored unless by_operator, and refused if it was sent; read-only fields are refused too. Names that begin with '/'
// and are none of the schema's are refused; others belong to the page. A value that equals its default and was not
// stored stays out. files: uploads named "file:" and a pointer, as image_data_url takes them.
submission read_submission(const config_schema& schema, const form& sent, const std::vector<form_part>& files,
                           const boost::json::object& stored, bool by_operator, language in);

}  // namespace host
