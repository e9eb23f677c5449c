#include "web/answer_desk.hpp"

#include "support/catch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <latch>

using namespace host;

TEST_CASE("who comes when too many wait already is told to come again", "[answer_desk]") {
    std::latch gate{1};
    const deferred hold = [&] {
        gate.wait();
        return response{200, {}, "held", nullptr};
    };
    const bool outside = GENERATE(false, true);
    boost::asio::io_context loop;
    answer_desk desk{outside ? crew_size{1, 8} : crew_size{1, 1}, {1, 1}};
    desk.open([&](const request&) -> answer {
        if (outside) return hold;
        return hold();
    });

    // One is at work, one waits; the third has no place, and its answer, the first of all, lets the others go on.
    std::vector<response> answers;
    const request asked{};
    for (int i = 0; i < 3; ++i)
        boost::asio::co_spawn(loop, desk.answer_to(asked), [&](std::exception_ptr defect, response given) {
            REQUIRE_FALSE(defect);
            answers.push_back(std::move(given));
            if (answers.size() == 1) gate.count_down();
        });
    loop.run();
    desk.join();

    REQUIRE(answers.size() == 3);
    CHECK(answers[0].status == 503);
    CHECK(find_field(answers[0].headers, "Retry-After") == "1");
    CHECK(find_field(answers[0].headers, "Cache-Control") == "no-store");
    CHECK(answers[1].body + answers[2].body == "heldheld");
}
