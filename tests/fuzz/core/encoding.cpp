#include "core/encoding.hpp"

#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(encoding) {
    std::string escaped;
    append_percent_encoded(escaped, input);
    holds(percent_decode(escaped) == input && form_decode(escaped) == input, "a value survives a URL");
    const auto decoded = percent_decode(input);
    holds(!decoded || decoded->size() <= input.size(), "decoding makes nothing longer");
    holds(base64url_decode(base64url_encode(input)) == input, "bytes survive base64url");
    if (const auto bytes = base64url_decode(input))
        holds(base64url_encode(*bytes) == input, "bytes have one form in base64url only");
    const auto shown = printable(input, 64);
    holds(shown.size() <= 64 && is_utf8(shown), "what is printable is short and UTF-8");
}
