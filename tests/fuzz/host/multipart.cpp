#include "web/multipart.hpp"

#include "fuzz/target.hpp"
#include "utf8.hpp"

using namespace host;
using fuzz::holds;

// With the boundary "b".
FUZZ_TARGET(multipart) {
    const auto parts = parse_multipart("multipart/form-data; boundary=b", input);
    // The Content-Type is as foreign as the body.
    parse_multipart("multipart/form-data; boundary=" + std::string{input.substr(0, 80)}, input);
    if (!parts) return;
    holds(parts->size() <= 400, "there are not too many parts");
    std::string written = "--b";
    for (const auto& part : *parts) {
        holds(!part.name.empty(), "a part has a name");
        holds(part.is_file || part.file_name.empty(), "only a file has a file name");
        holds(part.body.find("\r\n--b") == part.body.npos, "a body ends at the boundary");
        holds(part.media_type.find_first_of("\r\n") == std::string::npos, "a media type is one line");
        written += "\r\nContent-Disposition: form-data; name=\"" + part.name + "\"" +
                   (part.is_file ? "; filename=\"" + part.file_name + "\"" : "") +
                   (part.media_type.empty() ? "" : "\r\nContent-Type: " + part.media_type) + "\r\n\r\n" + part.body +
                   "\r\n--b";
    }
    const auto again = parse_multipart("multipart/form-data; boundary=b", written + "--");
    const auto fields = text_fields(*parts);
    for (const auto& [name, value] : fields.value_or(form{}))
        holds(is_utf8(name) && is_utf8(value), "a text is UTF-8");
    holds(again && text_fields(*again) == fields, "a form that is written again is the same");
}
