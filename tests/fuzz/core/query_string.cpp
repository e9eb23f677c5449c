#include "core/query_string.hpp"

#include "core/ascii.hpp"
#include "core/http_message.hpp"
#include "fuzz/target.hpp"

#include <algorithm>

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(query_string) {
    constexpr std::string_view canary = "aCodeThatNobodyElseMaySee";
    if (const auto refused = parse_callback_query(std::string{input}.append("&code=").append(canary)); !refused)
        holds(refused.error().detail.find(canary) == std::string::npos, "a refusal does not tell the code");

    const auto query = parse_callback_query(input);
    if (!query) return;
    holds(query->code.size() <= 512 && query->state.size() <= 128 && query->appid.size() <= 64, "no value is too long");
    holds(std::all_of(query->code.begin(), query->code.end(), is_visible_ascii), "a code is visible ASCII");
    holds(std::all_of(query->state.begin(), query->state.end(), is_alnum), "a state is alphanumeric");
    holds(std::all_of(query->appid.begin(), query->appid.end(), is_visible_ascii), "an appid is visible ASCII");

    const auto written = with_query("", {{"code", query->code}, {"state", query->state}, {"appid", query->appid}});
    const auto again = parse_callback_query(std::string_view{written}.substr(1));
    holds(again && again->code == query->code && again->state == query->state && again->appid == query->appid,
          "a query that is written again says the same");
}
