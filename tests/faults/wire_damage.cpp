// Bytes that change or come in pieces on their way.

#include "faults/fault_login.hpp"

#include <atomic>
#include <random>
#include <set>

using namespace faults;

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

// The bytes of TLS that a server sends, counted over a connection, and what happens to them at one place, a flip
// only once.
class damaged_wire {
public:
    std::atomic<std::size_t> split_at{nowhere}, flip_at{nowhere}, length{0};
    std::atomic<unsigned char> flip_bits{0};

    // Every connection of the row is served through this wire.
    void put_before(scripted_wecom& wecom) {
        wecom.meet([this, &wecom](tls_peer& peer) {
            std::size_t position = 0;
            peer.handshake([&](std::string_view bytes) { carry(peer, bytes, position); });
            wecom.serve(peer);
        });
    }

private:
    void carry(tls_peer& peer, std::string_view bytes, std::size_t& position) {
        std::string out{bytes};
        const auto begin = position;
        length = position += bytes.size();
        if (const auto at = flip_at.load(); begin <= at && at < position) {
            out[at - begin] ^= static_cast<char>(flip_bits);
            flip_at = nowhere;
        }
        if (begin >= split_at || split_at >= position) return peer.send_in_clear(out);
        const auto first = split_at - begin;
        peer.send_in_clear({out.data(), first});
        peer.pause(1ms);  // the client has a chance to see the first part alone
        peer.send_in_clear({out.data() + first, out.size() - first});
    }
};

std::string good_answer(std::string_view api) {
    return answer_of(api == gettoken ? token_answer("canaryToken") : member_answer("ZhangSan"));
}

// A failure that says what it is.
bool is_typed(const login_end& end) {
    return (end.status == IDP_E_NETWORK || end.status == IDP_E_UPSTREAM || end.status == IDP_E_DEADLINE ||
            end.status == IDP_E_RESTART || end.status == IDP_E_BUSY || end.status == IDP_E_DENIED) &&
           !end.reason.empty();
}

}  // namespace

TEST_CASE("F96: bytes of TLS changed on the way", "[faults]") {
    damaged_wire wire;
    std::size_t length = 0;
    {
        fault_login row;
        wire.put_before(row.wecom);
        CHECK(row.story() == "OK zhangsan");
        length = wire.length;
    }
    std::mt19937 random{96};
    int caught = 0;
    for (int i = 0; i < 40; ++i) {
        fault_login row;
        wire.put_before(row.wecom);
        wire.flip_bits = static_cast<unsigned char>(1u << random() % 8);
        wire.flip_at = random() % length;
        const auto end = row.log_in(200ms);
        CAPTURE(i, end.story());
        CHECK((is_typed(end) || end.story() == "OK zhangsan"));  // repeated; and some bytes of a handshake mean nothing
        caught += is_typed(end) || row.wecom.server.connections() > 1;
    }
    CHECK(caught >= 30);
}

TEST_CASE("F96: bytes of an answer changed before they were encrypted", "[faults]") {
    std::mt19937 random{97};
    for (const auto api : {gettoken, getuserinfo})
        for (std::size_t at = 0; at < good_answer(api).size(); at += 5) {
            auto answer = good_answer(api);
            answer[at] ^= static_cast<char>(1u << random() % 8);
            CAPTURE(api, answer);
            fault_login row;
            row.wecom.answer(api, last_bytes(answer));
            const auto end = row.log_in();
            CHECK((is_typed(end) || end.status == IDP_OK));
        }
}

TEST_CASE("F97: a good exchange, split at every byte", "[faults]") {
    damaged_wire wire;
    fault_login row;
    SSL_CTX_set_num_tickets(row.wecom.server.context(), 0);  // each connection begins with a whole handshake
    row.wecom.answer(getuserinfo, last_bytes(good_answer(getuserinfo)));
    wire.put_before(row.wecom);
    CHECK(row.story() == "OK zhangsan");  // leaves a token
    CHECK(row.story() == "OK zhangsan");
    const auto length = wire.length.load();
    CHECK(length > 700);
    for (std::size_t at = 1; at < length; ++at) {
        wire.split_at = at;
        CAPTURE(at);
        REQUIRE(row.story() == "OK zhangsan");
    }
}

TEST_CASE("F97: answers in two records, split at every byte", "[faults]") {
    fault_login row;
    std::atomic<std::size_t> split{1};
    for (const auto api : {gettoken, getuserinfo})
        row.wecom.answer(api, [&split, api](tls_peer& peer) {
            const auto answer = good_answer(api);
            const auto first = std::min(split.load(), answer.size());
            peer.send(answer.substr(0, first));
            if (first < answer.size()) peer.send(answer.substr(first));
        });
    const auto longest = std::max(good_answer(gettoken).size(), good_answer(getuserinfo).size());
    for (; split < longest; ++split) {
        CAPTURE(split.load());
        row.wecom.answer_next(getuserinfo, errcode(42001));  // asks for a token again
        REQUIRE(row.story() == "OK zhangsan");
    }
    CHECK(row.wecom.calls(gettoken) >= longest - 1);
    CHECK(row.wecom.server.connections() == 1);
}
