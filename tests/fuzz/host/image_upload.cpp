#include "web/schema_form/image_upload.hpp"

#include "fuzz/target.hpp"

using namespace host;
using fuzz::holds;

FUZZ_TARGET(image_upload) {
    const auto url = image_data_url(input, {"image/png", "image/svg+xml"});
    const auto type = image_type(input);
    holds(url.has_value() == (type == "image/png" || type == "image/svg+xml"), "only what is allowed is taken");
    if (!url) return;
    holds(url->starts_with("data:" + std::string{type} + ";base64,"), "an image is a data: URL of its type");
    holds(url->size() <= 32 + (input.size() + 2) / 3 * 4, "an image grows by a third");
    holds(url->find_first_of("\"'<> ") == url->npos, "a URL ends no attribute");
}
