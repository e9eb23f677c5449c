#include "core/wecom_api.hpp"
#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(get_token_response) {
    const auto token = parse_get_token_response(input);
    if (!token) return holds(is_fit_for_a_log(token.error().detail), "a refusal is fit for a log");
    const auto value = token->value.reveal();
    holds(!value.empty() && value.size() <= 512, "a token has the length of one");
    holds(value.find_first_of(" \t\r\n&#?%\"") == value.npos, "a token does no harm in a URL");
    holds(token->lifetime.count() >= 60 && token->lifetime.count() <= 7200, "a token lives a minute to two hours");
}
