#include "html.hpp"

namespace simulator {

namespace {

constexpr std::string_view style = R"(
body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;background:#eef1f5;color:#1f2329;
font:16px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
main{background:#fff;border-radius:12px;box-shadow:0 6px 30px #1f232918;padding:28px 32px;width:360px;margin:24px 0}
h1{font-size:20px;margin:0 0 4px}p{margin:4px 0 16px;color:#646a73;font-size:14px}
ul{list-style:none;margin:0 0 16px;padding:0;max-height:420px;overflow:auto}li{margin:0 0 8px}
button{font:inherit;cursor:pointer;border-radius:8px;padding:8px 12px;width:100%;border:1px solid #dee0e3;background:#fff;
text-align:left;color:inherit}button:hover,button:focus-visible{border-color:#267ef0;background:#f3f8ff}
button small{display:block;color:#8f959e;font-size:12px}.go{background:#267ef0;border-color:#267ef0;color:#fff;text-align:center}
.go:hover{background:#1a6fe0}.no{text-align:center;color:#d83931;margin-top:8px}label{display:block;padding:4px 0}
footer{margin-top:16px;font-size:12px;color:#8f959e;text-align:center})";

}  // namespace

std::string escape_html(std::string_view text) {
    std::string safe;
    for (char c : text) {
        switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            case '\'': safe += "&#39;"; break;
            default: safe += c;
        }
    }
    return safe;
}

response html_page(language reader, std::string_view title, std::string_view content, time_point now) {
    response made;
    made.headers = {{"Server", "nginx"},
                    {"Date", http_date(now)},
                    {"Content-Type", "text/html; charset=UTF-8"},
                    {"Cache-Control", "no-store"},
                    {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}};
    made.body.append("<!doctype html><html lang=\"").append(say(reader, "zh-CN", "en"));
    made.body.append("\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
    made.body.append(escape_html(title)).append("</title><style>").append(style).append("</style><main><h1>");
    made.body.append(escape_html(title)).append("</h1>").append(content).append("<footer>");
    made.body.append(say(reader, "企业微信模拟器，仅供测试", "WeCom simulator, for tests only"));
    made.body.append("</footer></main></html>");
    return made;
}

response notice_page(language reader, std::string_view notice, time_point now) {
    return html_page(reader, notice, "", now);
}

}  // namespace simulator
