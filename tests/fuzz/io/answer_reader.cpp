#include "io/answer_reader.hpp"

#include "fuzz/target.hpp"

#include <algorithm>
#include <string>

using namespace wecom;
using fuzz::holds;

namespace {

struct read_answer {
    http_response answer;
    bool is_whole = false, leaves_usable = false;
};

read_answer read_in_pieces(std::string_view bytes, std::size_t at_once) {
    answer_reader reader;
    while (reader.wants_more() && !bytes.empty()) {
        const auto room = reader.room();
        const auto size = std::min({room.size(), bytes.size(), at_once});
        std::copy_n(bytes.begin(), size, room.begin());
        reader.feed(size);
        bytes.remove_prefix(size);
    }
    if (reader.wants_more()) reader.end(true);
    read_answer out;
    if (!reader.wants_more() && !reader.refusal()) {
        out.leaves_usable = reader.leaves_connection_usable() && bytes.empty();
        out.answer = reader.take();
        out.is_whole = true;
    }
    return out;
}

}  // namespace

FUZZ_TARGET(answer_reader) {
    const auto at_once = read_in_pieces(input, input.size()), slowly = read_in_pieces(input, 1);
    holds(at_once.is_whole == slowly.is_whole, "an answer is the same however it is cut");
    if (!at_once.is_whole) return;
    const auto& answer = at_once.answer;
    holds(answer.status >= 100 && answer.status <= 599, "a status is one of HTTP");
    holds(answer.body.reveal().size() <= std::min<std::size_t>(input.size(), 256 * 1024), "a body is in the answer");
    holds(answer.status == slowly.answer.status && answer.body == slowly.answer.body &&
              answer.date == slowly.answer.date && answer.retry_after == slowly.answer.retry_after,
          "an answer is the same however it is cut");
    holds(!at_once.leaves_usable || input.starts_with("HTTP/1.1 "), "only HTTP/1.1 leaves a connection usable");
}
