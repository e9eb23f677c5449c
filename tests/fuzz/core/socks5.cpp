#include "core/socks5.hpp"

#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

namespace {

void look_at_socks5_refusal(const error& why) {
    holds(why.detail.starts_with("the proxy p.example:1080 ") && is_fit_for_a_log(why.detail),
          "a refusal names the proxy");
    holds(why.detail.find("sesame") == std::string::npos, "a refusal tells no password");
}

}  // namespace

// An answer to each step, cut as the dialogue cuts them.
FUZZ_TARGET(socks5) {
    static const auto proxy = parse_proxy("socks5://Aladdin:open%20sesame@p.example:1080").value();
    static const auto target = parse_web_url("https://qyapi.weixin.qq.com").value();
    if (input.size() >= socks5_choice_size)
        if (const auto next = parse_socks5_choice(input.substr(0, socks5_choice_size), proxy); !next)
            look_at_socks5_refusal(next.error());
    if (input.size() >= socks5_login_answer_size)
        if (const auto in = parse_socks5_login_answer(input.substr(0, socks5_login_answer_size), proxy); !in)
            look_at_socks5_refusal(in.error());
    if (input.size() < socks5_answer_size) return;
    const auto more = parse_socks5_answer(input.substr(0, socks5_answer_size), proxy, target);
    if (!more) return look_at_socks5_refusal(more.error());
    holds(*more >= 2 && *more <= 255 + 2, "the rest of an answer is an address and a port");
}
