#pragma once

#include "web/http_message.hpp"

#include <memory>
#include <optional>

namespace host {

struct incoming {
    request asked;
    unsigned refused = 0;  // the status that says why nobody answers it; nothing can be read after it
    bool keep_alive = false;
};

// Cuts the bytes of a connection into requests. Does no I/O, and keeps no more bytes than a request may have.
class request_reader {
public:
    request_reader();
    ~request_reader();

    void add(std::string_view bytes) { bytes_.append(bytes); }
    std::optional<incoming> next();  // nothing: more bytes are needed
    bool take_expectation();         // once: the client sends the body when it is told to (Expect: 100-continue)
    bool is_between_requests() const { return bytes_.empty() && !message_; }

private:
    struct message;

    std::string bytes_;
    std::unique_ptr<message> message_;  // whose head was read; null: none
};

}  // namespace host
