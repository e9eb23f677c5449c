#include "core/strict_json.hpp"

#include "fuzz/core/log_text.hpp"
#include "fuzz/json_doubles.hpp"
#include "fuzz/target.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(strict_json) {
    const auto value = parse_strict_json(input);
    if (!value) return holds(is_fit_for_a_log(value.error().detail, 100), "a refusal says where, and not what");
    holds(is_utf8(input), "JSON is UTF-8");
    boost::system::error_code failed;
    boost::json::parse_options options;
    options.max_depth = 16;
    const auto by_others = boost::json::parse({input.data(), input.size()}, failed, {}, options);
    // As text, since 0e400 becomes what equals nothing.
    holds(!failed && boost::json::serialize(by_others) == boost::json::serialize(*value),
          "another reader sees the same");

    if (!has_doubles(*value)) {
        const auto again = parse_strict_json(boost::json::serialize(*value));
        holds(again && *again == *value, "a value that is written again is the same");
    }
    holds(parse_strict_object(input).has_value() == value->is_object(), "an object is one");
}
