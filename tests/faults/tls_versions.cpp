// What the TLS of a server may be like.

#include "faults/fault_login.hpp"

using namespace faults;

namespace {

using settings = std::function<void(SSL_CTX*)>;

// TLS 1.2 with nothing but this cipher suite, and a certificate that suits it.
auto only_cipher(const char* name) {
    return [name](scripted_wecom& wecom) {
        auto* const context = wecom.server.context();
        SSL_CTX_set_security_level(context, 0);
        SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
        wecom.server.present(wecom.authority.issue({.rsa_bits = 1024}));
        if (SSL_CTX_set_cipher_list(context, name) != 1) throw std::runtime_error{name};
    };
}

// A server hello of this version and cipher suite, whatever the client has offered.
tls_server::script hello(std::string version, std::string cipher_suite) {
    return [=](tls_peer& peer) {
        peer.read_in_clear();
        const auto body = version + std::string(32, 'r') + std::string(1, '\0') + cipher_suite + std::string(1, '\0');
        const auto size = static_cast<char>(body.size());
        const auto message = std::string{"\x02\0\0", 3} + size + body;
        peer.send_in_clear('\x16' + version + '\0' + static_cast<char>(message.size()) + message);
    };
}

}  // namespace

TEST_CASE("F13: TLS 1.1 and older", "[faults][T44]") {
    const int version = GENERATE(TLS1_VERSION, TLS1_1_VERSION);
    const auto old = [version](scripted_wecom& wecom) {
        SSL_CTX_set_security_level(wecom.server.context(), 0);
        SSL_CTX_set_max_proto_version(wecom.server.context(), version);
    };
    check_new_connections(old, "NETWORK tls_proto", 1);
}

TEST_CASE("F13: a server hello of SSL 3, or of a cipher suite that was not offered", "[faults]") {
    const auto [version, cipher_suite] = GENERATE(table<std::string, std::string>({
        {{"\x03\x00", 2}, {"\x00\x0a", 2}},  // SSL 3
        {{"\x03\x03", 2}, {"\x00\x02", 2}},  // RSA_WITH_NULL_SHA
        {{"\x03\x03", 2}, {"\x00\x05", 2}},  // RSA_WITH_RC4_128_SHA
        {{"\x03\x03", 2}, {"\x00\x0a", 2}},  // RSA_WITH_3DES_EDE_CBC_SHA
        {{"\x03\x03", 2}, {"\x00\x08", 2}},  // RSA_EXPORT_WITH_DES40_CBC_SHA
    }));
    const auto script = hello(version, cipher_suite);
    check_new_connections([&](scripted_wecom& wecom) { wecom.meet(script); }, "NETWORK tls_proto", 1);
}

TEST_CASE("F13: ciphers without encryption or authentication", "[faults]") {
    const auto* const cipher = GENERATE("NULL-SHA256", "AECDH-AES128-SHA", "ECDHE-RSA-NULL-SHA");
    CAPTURE(cipher);
    check_new_connections(only_cipher(cipher), "NETWORK tls_proto", 1);
}

TEST_CASE("F13: static RSA, which keeps no secret for the future", "[faults][T44]") {
    const auto* const cipher = GENERATE("AES128-SHA", "AES128-GCM-SHA256", "AES256-GCM-SHA384");
    CAPTURE(cipher);
    check_new_connections(only_cipher(cipher), "NETWORK tls_proto", 1);
}

TEST_CASE("F14: TLS 1.2 without extended master secret", "[faults]") {
    fault_login row;
    SSL_CTX_set_max_proto_version(row.wecom.server.context(), TLS1_2_VERSION);
    SSL_CTX_set_options(row.wecom.server.context(), SSL_OP_NO_EXTENDED_MASTER_SECRET);
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F14: the server asks for renegotiation", "[faults][T44]") {
    for (const auto api : {gettoken, getuserinfo}) {
        CAPTURE(api);
        fault_login row;
        SSL_CTX_set_max_proto_version(row.wecom.server.context(), TLS1_2_VERSION);
        row.wecom.answer(api, [](tls_peer& peer) {
            SSL_renegotiate(peer.tls());
            SSL_do_handshake(peer.tls());  // sends the request; the client must not follow it
            char ignored;
            SSL_read(peer.tls(), &ignored, 1);
            peer.leave();
        });
        const auto story = row.story();
        CAPTURE(story);
        CHECK(story == (api == getuserinfo       ? "RESTART ambiguous"
                        : story == "NETWORK net" ? story
                                                 : "NETWORK tls_proto"));
    }
}

TEST_CASE("F15: unusual TLS 1.3 that is allowed", "[faults]") {
    const auto set = GENERATE(values<settings>({
        [](SSL_CTX* context) { SSL_CTX_set1_groups_list(context, "P-521"); },  // HelloRetryRequest
        [](SSL_CTX* context) { SSL_CTX_set_num_tickets(context, 20); },
        [](SSL_CTX* context) { SSL_CTX_set_max_send_fragment(context, 512); },
        [](SSL_CTX* context) { SSL_CTX_set_block_padding(context, 16'384); },
    }));
    fault_login row;
    set(row.wecom.server.context());
    CHECK(row.story() == "OK zhangsan");
    CHECK(row.wecom.server.connections() == 1);
}

TEST_CASE("F15: KeyUpdate flood", "[faults]") {
    const int wish = GENERATE(SSL_KEY_UPDATE_NOT_REQUESTED, SSL_KEY_UPDATE_REQUESTED);
    fault_login row;
    row.wecom.answer(getuserinfo, [wish](tls_peer& peer) {
        for (int i = 0; i < 1000; ++i) {
            SSL_key_update(peer.tls(), wish);
            SSL_do_handshake(peer.tls());
        }
        peer.send(answer_of(member_answer("ZhangSan")));
    });
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F15: every byte in a record of its own", "[faults]") {
    fault_login row;
    for (const auto api : {gettoken, getuserinfo})
        row.wecom.answer(api, [api](tls_peer& peer) {
            for (const char byte : answer_of(api == gettoken ? token_answer("canaryToken") : member_answer("ZhangSan")))
                peer.send({&byte, 1});
        });
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F15: records of an impossible size", "[faults]") {
    const auto record = GENERATE(values<std::string>({
        {"\x16\x03\x03\xff\xff", 5},  // larger than any may be
        {"\x16\x03\x03\x00\x00", 5},  // an empty one of the handshake
        {"\x17\x03\x03\x00\x00", 5},  // an empty one of data, before there may be data
    }));
    const auto flood = [record](tls_peer& peer) {
        peer.read_in_clear();
        for (int i = 0; i < 1000; ++i)
            peer.send_in_clear(record);
    };
    check_new_connections([flood](scripted_wecom& wecom) { wecom.meet(flood); }, "NETWORK tls_proto", 1);
}
