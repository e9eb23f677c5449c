#include "faults/scripted_wecom.hpp"

#include <algorithm>

namespace faults {
namespace {

// The path of "GET /path?query HTTP/1.1".
std::string_view path_of(std::string_view request) {
    const auto begin = request.find(' ') + 1;
    return request.substr(begin, request.find_first_of("? ", begin) - begin);
}

}  // namespace

scripted_wecom::scripted_wecom() { mend(); }

void scripted_wecom::answer(std::string_view api, reply with) {
    const std::lock_guard lock{mutex_};
    until_mended_.insert_or_assign(std::string{api}, std::move(with));
}

void scripted_wecom::answer_next(std::string_view api, reply with, int times) {
    const std::lock_guard lock{mutex_};
    auto& queue = next_[std::string{api}];
    queue.insert(queue.end(), static_cast<std::size_t>(times), with);
}

void scripted_wecom::mend() {
    {
        const std::lock_guard lock{mutex_};
        until_mended_.clear();
        next_.clear();
    }
    server.present(good_);
    SSL_CTX_set_max_proto_version(server.context(), TLS1_3_VERSION);
    SSL_CTX_set_cipher_list(server.context(), "DEFAULT");
    meet([this](tls_peer& peer) {
        peer.handshake();
        serve(peer);
    });
    server.cut_connections();
}

void scripted_wecom::serve(tls_peer& peer) {
    while (!peer.over())
        next_reply(peer.read_request())(peer);
}

std::size_t scripted_wecom::calls(std::string_view api) const {
    const auto requests = server.requests();
    const auto begin = requests.begin() + static_cast<std::ptrdiff_t>(forgotten_);
    return static_cast<std::size_t>(
        std::count_if(begin, requests.end(), [&](const auto& one) { return path_of(one) == api; }));
}

reply scripted_wecom::next_reply(std::string_view request) {
    const auto api = path_of(request);
    const std::lock_guard lock{mutex_};
    if (const auto queue = next_.find(api); queue != next_.end() && !queue->second.empty()) {
        auto first = std::move(queue->second.front());
        queue->second.pop_front();
        return first;
    }
    const auto lasting = until_mended_.find(api);
    return lasting != until_mended_.end() ? lasting->second : usual(api);
}

reply scripted_wecom::usual(std::string_view api) {
    if (api == gettoken) return body(token_answer(std::string{token_canary} + std::to_string(++tokens_)));
    if (api == getuserinfo)
        return body(R"({"errcode":0,"errmsg":"ok","userid":"ZhangSan","user_ticket":"canaryTicket"})");
    if (api == user_get) return body(R"({"errcode":0,"userid":"ZhangSan","name":"张三","status":1})");
    if (api == getuserdetail) return body(R"({"errcode":0,"userid":"ZhangSan","email":"zhangsan@example.com"})");
    return bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace faults
