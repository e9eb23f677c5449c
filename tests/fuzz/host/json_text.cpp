#include "api/json_text.hpp"

#include "fuzz/target.hpp"
#include "utf8.hpp"

#include <boost/json/parse.hpp>

using namespace host;
using fuzz::holds;

// A text of somebody else in an answer of the API.
FUZZ_TARGET(json_text) {
    const boost::json::value text(boost::json::string_view{input.data(), input.size()});
    const auto written = to_json_text(text);
    for (const char c : written)
        holds(c >= 0x20 && c < 0x7F, "an answer is ASCII");
    boost::system::error_code failed;
    const auto again = boost::json::parse(written, failed);
    holds(!failed && again.is_string(), "an answer is JSON");
    holds((again == text) == is_utf8(input), "a text that is UTF-8 survives, and no other");
}
