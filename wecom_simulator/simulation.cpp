#include "simulation.hpp"

#include "api.hpp"
#include "html.hpp"
#include "pages.hpp"

namespace simulator {

namespace {

response nginx_page(unsigned status, std::string_view title, time_point now) {
    std::string text = std::to_string(status).append(" ").append(title);
    return {.status = status,
            .headers = {{"Server", "nginx"}, {"Date", http_date(now)}, {"Content-Type", "text/html"}},
            .body = "<html>\r\n<head><title>" + text + "</title></head>\r\n<body>\r\n<center><h1>" + text +
                    "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"};
}

response answer_truly(world& state, const request& from, time_point now) {
    return is_page(from.path) ? answer_page(state, from, now) : answer_api(state, from, now);
}

reply answer_with(const fault& befallen, world& state, const request& from, time_point now) {
    switch (befallen.kind) {
        case fault_kind::errcode: return {refuse_api(state, from, befallen.errcode, now)};
        case fault_kind::http_status: return {nginx_page(befallen.status, "Bad Gateway", now)};
        case fault_kind::body:
            return {{.headers = {{"Server", "nginx"}, {"Content-Type", "text/html"}}, .body = befallen.body}};
        case fault_kind::truncate: return {answer_truly(state, from, now), delivery::truncated};
        case fault_kind::close: return {answer_truly(state, from, now), delivery::whole_then_close};
        case fault_kind::delay: return {answer_truly(state, from, now), delivery::whole, befallen.delay};
        case fault_kind::reset: return {{}, delivery::reset};
        case fault_kind::hang: return {{}, delivery::never};
    }
    return {};
}

}  // namespace

reply answer(world& state, const request& from, time_point real_now) {
    auto now = real_now + state.advanced;
    state.log.called(from, now);
    if (auto befallen = state.faults.take(from.path, now)) return answer_with(*befallen, state, from, now);
    return {answer_truly(state, from, now)};
}

response answer_plain_http(const request& from, unsigned tls_port, time_point now) {
    auto host = from.header("host");
    auto location = "https://" + std::string(host.substr(0, host.rfind(':')));
    if (tls_port != 443) location += ":" + std::to_string(tls_port);
    auto page = nginx_page(301, "Moved Permanently", now);
    page.headers.emplace_back("Location", location + from.target);
    return page;
}

}  // namespace simulator
