#pragma once

#include "core/http_message.hpp"

#include <memory>
#include <optional>
#include <span>

namespace wecom {

// Reads one HTTP answer from bytes as they come. Refuses what two readers could see differently, encodings nobody asked
// for, more than 16 KiB of header and more than 256 KiB of body; passes over up to eight interim answers. Knows no
// socket.
class answer_reader {
public:
    answer_reader();
    ~answer_reader();
    answer_reader(const answer_reader&) = delete;

    bool wants_more() const { return !complete_ && !refusal_; }

    // While it wants more: where the next bytes go, how many of them came, or that none will follow. A body that ends
    // with the connection is whole only if the peer has said that this is the end.
    std::span<char> room();
    void feed(std::size_t size);
    void end(bool said_so);

    // Nothing has come.
    bool silent() const { return silent_; }

    // The bytes so far are not the beginning of an answer, or not of one that can be accepted: errc::http_proto or
    // too_large.
    const std::optional<error>& refusal() const { return refusal_; }

    // When it wants no more and has refused nothing.
    http_response take();
    // ... the peer lets the connection live on, and nothing came after the answer.
    bool leaves_connection_usable() const;

private:
    class parser;
    bool header_is_there();
    bool parse_some();
    void complete();
    void refuse(errc code, std::string_view what);

    std::unique_ptr<parser> parser_;
    std::string bytes_;  // more than there are: room
    std::size_t there_ = 0, most_ = 0;
    int interim_answers_ = 0;
    bool silent_ = true, complete_ = false;
    std::optional<error> refusal_;
};

}  // namespace wecom
