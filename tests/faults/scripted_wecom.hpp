#pragma once

#include "support/http_text.hpp"
#include "support/wecom_answers.hpp"
#include "validator/network/tls_server.hpp"

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace faults {

// The calls of WeCom's API that a login makes.
constexpr std::string_view gettoken = "/cgi-bin/gettoken";
constexpr std::string_view getuserinfo = "/cgi-bin/auth/getuserinfo";
constexpr std::string_view getuserdetail = "/cgi-bin/auth/getuserdetail";
constexpr std::string_view user_get = "/cgi-bin/user/get";

// What the server does when it has read a request.
using reply = std::function<void(tls_peer&)>;

// These bytes, and the connection is kept.
inline reply bytes(std::string what) {
    return [what = std::move(what)](tls_peer& peer) { peer.send(what); };
}
// The same, and the connection ends, with and without close_notify.
inline reply last_bytes(std::string what) {
    return [what = std::move(what)](tls_peer& peer) {
        peer.send(what);
        peer.say_goodbye();
        peer.leave();
    };
}
inline reply cut_after(std::string what) {
    return [what = std::move(what)](tls_peer& peer) {
        peer.send(what);
        peer.leave();
    };
}
// A whole answer with this body.
inline reply body(std::string_view what) { return bytes(answer_of(what)); }
inline reply errcode(int what) { return body(refusal(what)); }
inline void silence(tls_peer& peer) { peer.wait_until_client_leaves(); }

// WeCom on this machine, in a company where every code is good and belongs to ZhangSan, until a test says otherwise.
class scripted_wecom {
public:
    scripted_wecom();

    // From now on requests of this API meet this, until mend.
    void answer(std::string_view api, reply with);
    // So many requests do, before what `answer` said.
    void answer_next(std::string_view api, reply with, int times = 1);
    // New connections meet this instead of a handshake, until mend.
    void meet(tls_server::script with) { server.serve_others(std::move(with)); }
    // All is well again, and what hung is cut off.
    void mend();

    // What a good server does with a connection on which the handshake is done.
    void serve(tls_peer& peer);

    // So far, or since forget_calls.
    std::size_t calls(std::string_view api) const;
    void forget_calls() { forgotten_ = server.requests().size(); }
    // In every token that was given out.
    static constexpr std::string_view token_canary = "canaryToken";

    const certificate_authority authority;

private:
    reply next_reply(std::string_view request);
    reply usual(std::string_view api);

    const credentials good_ = authority.issue({.names = "DNS:localhost, DNS:a.b.localhost, IP:127.0.0.1"});
    std::mutex mutex_;
    std::map<std::string, reply, std::less<>> until_mended_;
    std::map<std::string, std::deque<reply>, std::less<>> next_;
    int tokens_ = 0;
    std::size_t forgotten_ = 0;

public:
    tls_server server{good_};  // the last member: its threads use the others
};

}  // namespace faults
