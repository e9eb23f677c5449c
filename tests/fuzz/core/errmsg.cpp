#include "core/wecom_errcode.hpp"
#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(errmsg) {
    const auto failure = upstream_error(api_call::gettoken, 40013, input);
    holds(is_fit_for_a_log(failure.detail), "a failure is fit for a log");
    const auto shown = errmsg_of(failure);
    holds(shown.size() <= 256, "errmsg is cut");
    for (const std::string_view mark : {"\xE2\x80\xA8", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xC2\x85"})
        holds(shown.find(mark) == shown.npos, "errmsg neither ends a line nor turns it");

    constexpr std::string_view token = "aTokenOfWeComHasManyLettersDigits-and_";
    const auto echo = upstream_error(api_call::user_get, -1, std::string{input}.append(" ").append(token));
    holds(echo.detail.find(token) == std::string::npos, "a token that WeCom echoes is not told");
}
