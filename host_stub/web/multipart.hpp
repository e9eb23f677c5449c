#pragma once

#include "web/form.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

struct form_part {
    std::string name, file_name, media_type, body;
    bool is_file = false;  // it came with a file name, perhaps an empty one
};

// A body of multipart/form-data (RFC 7578), with the Content-Type it came with. Nothing, if it is not exactly that: a
// wrong end, a header that is not understood, more than 400 parts.
std::optional<std::vector<form_part>> parse_multipart(std::string_view content_type, std::string_view body);

// The parts that are no files. Nothing, if a name comes twice or a text is no UTF-8.
std::optional<form> text_fields(const std::vector<form_part>& parts);

}  // namespace host
