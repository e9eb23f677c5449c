#include "io/resolver.hpp"

#include "support/event_loop.hpp"
#include "support/outcome.hpp"
#include "support/real_time.hpp"

#include <boost/asio/ip/udp.hpp>

#include <algorithm>
#include <array>

using namespace wecom;
using namespace std::chrono_literals;

namespace {

namespace ip = boost::asio::ip;

const ambient around{.now = [] { return in(0ms); }, .random = [] { return 0U; }};

// A name server that gets every question.
class name_server {
public:
    explicit name_server(boost::asio::io_context& context) : socket_{context, {ip::address_v4::loopback(), 0}} {}
    std::string address() const { return "127.0.0.1:" + std::to_string(socket_.local_endpoint().port()); }

    // Answers the next question by this code, and goes on so.
    void refuse_all(unsigned char code) {
        socket_.async_receive_from(boost::asio::buffer(question_), from_, [this, code](auto ec, std::size_t size) {
            if (ec) return;
            question_[2] |= 0x80;  // an answer
            question_[3] = code;
            socket_.send_to(boost::asio::buffer(question_, size), from_);
            refuse_all(code);
        });
    }
    bool was_asked() { return socket_.available() > 0; }

private:
    ip::udp::socket socket_;
    ip::udp::endpoint from_;
    std::array<unsigned char, 512> question_{};
};

}  // namespace

TEST_CASE("an address is its own answer", "[resolver]") {
    const std::string host = GENERATE("127.0.0.1", "2001:db8::1");
    event_loop loop;
    resolver names{loop.context, around};
    const auto found = loop.run(names.resolve(host, in(long_enough))).value();
    CHECK(found == resolver::addresses{ip::make_address(host)});
}

TEST_CASE("localhost is found without asking a name server", "[resolver]") {
    event_loop loop;
    name_server server{loop.context};
    resolver names{loop.context, around, server.address()};
    const auto found = loop.run(names.resolve("localhost", in(long_enough))).value();
    CHECK(std::find(found.begin(), found.end(), ip::make_address("127.0.0.1")) != found.end());
    CHECK_FALSE(server.was_asked());
}

TEST_CASE("a name that the name server does not know is a failure of its own", "[resolver]") {
    const auto code = static_cast<unsigned char>(GENERATE(2, 3, 5));  // SERVFAIL, NXDOMAIN, REFUSED
    event_loop loop;
    name_server server{loop.context};
    server.refuse_all(code);
    resolver names{loop.context, around, server.address()};
    const auto found = loop.run(names.resolve("nowhere.invalid.", in(long_enough)));
    CHECK(outcome(found) == "dns");
    CHECK_FALSE(found.error().detail.empty());
}

TEST_CASE("a look-up ends at its deadline while the name server is silent", "[resolver]") {
    event_loop loop;
    name_server silent{loop.context};
    resolver names{loop.context, around, silent.address()};
    CHECK(outcome(loop.run(names.resolve("silent.example.", in(100ms)))) == "deadline");
    CHECK(silent.was_asked());
}

TEST_CASE("a resolver that stops leaves nothing behind that the loop waits for", "[resolver]") {
    event_loop loop;
    name_server silent{loop.context};
    resolver names{loop.context, around, silent.address()};
    const auto asked = loop.start(names.resolve("silent.example.", in(long_enough)));
    CHECK_FALSE(asked->done());

    names.stop();
    loop.run_until([&] { return asked->done(); });
    CHECK(outcome(asked->outcome()) == "dns");
    loop.settle();
    CHECK(loop.context.stopped());
}

TEST_CASE("a cancelled look-up ends at once, the others go on", "[resolver]") {
    event_loop loop;
    name_server silent{loop.context};
    resolver names{loop.context, around, silent.address()};
    const auto first = loop.start(names.resolve("silent.example.", in(long_enough)));
    const auto second = loop.start(names.resolve("silent.example.", in(100ms)));
    first->cancel();
    loop.settle();
    CHECK(first->done());
    CHECK_FALSE(second->done());
    loop.run_until([&] { return second->done(); });
    CHECK(outcome(second->outcome()) == "deadline");
}
