#include "core/http_connect.hpp"

#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(http_connect) {
    static const auto proxy = parse_proxy("http://Aladdin:open%20sesame@p.example:3128").value();
    static const auto target = parse_web_url("https://qyapi.weixin.qq.com").value();
    const auto whole = parse_connect_answer(input, proxy, target);
    // However the bytes are cut: what was refused stays refused, and a way that is open ends where its header ends.
    for (const auto size : {input.size() / 3, input.size() - input.size() / 3}) {
        const auto part = parse_connect_answer(input.substr(0, size), proxy, target);
        if (!part) continue;
        holds(*part ? size == input.size() || (whole && !*whole) : whole && !*whole, "a longer answer is no better");
    }
    if (!whole) return;
    if (*whole) return holds(input.starts_with("HTTP/1.") && input.ends_with("\r\n\r\n"), "a way opens with a header");
    holds(whole->error().detail.starts_with("the proxy p.example:3128 ") && is_fit_for_a_log(whole->error().detail),
          "a refusal names the proxy");
    holds(whole->error().detail.find("sesame") == std::string::npos, "a refusal tells no password");
}
