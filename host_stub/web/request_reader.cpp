#include "web/request_reader.hpp"

#include "web/request_rules.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <utility>

namespace host {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

// Beast before 1.86 aborts if a body begins with it and it does not come whole.
constexpr std::string_view last_chunk = "0\r\n\r\n";

}  // namespace

struct request_reader::message {
    message() {
        parser.header_limit(max_target + max_header_fields + 1024);  // fault_of_head is stricter
        parser.body_limit(max_body);
    }

    // Each takes what is its own, and returns the status with which the request is refused, or 0.
    unsigned take_head(std::string& bytes);
    unsigned take_body(std::string& bytes);

    http::request_parser<http::string_body> parser;
    incoming read;
    bool expects = false;  // to be told that the body may come
};

// The headers are kept here and now: what may follow a chunked body are none.
unsigned request_reader::message::take_head(std::string& bytes) {
    error_code error;
    bytes.erase(0, parser.put(boost::asio::buffer(bytes), error));
    if (error == http::error::body_limit) return 413;
    if (error) return 400;

    const auto& from = parser.get();
    read.asked.method = std::string{from.method_string()};
    read.keep_alive = from.version() == 11 && from.keep_alive();
    for (const auto& field : from)
        read.asked.headers.emplace_back(field.name_string(), field.value());
    if (from.target().size() > max_target) return 414;
    const auto target = origin_form({from.target().data(), from.target().size()});
    if (!target) return 400;
    const auto question = target->find('?');
    read.asked.path = target->substr(0, question);
    if (question != std::string::npos) read.asked.query = target->substr(question + 1);
    parser.eager(true);
    expects = boost::beast::iequals(find_field(read.asked.headers, "Expect"), "100-continue");
    return fault_of_fields(read.asked.headers, from.version() == 10);
}

unsigned request_reader::message::take_body(std::string& bytes) {
    if (parser.is_done() || bytes.empty()) return 0;
    if (parser.chunked() && bytes.size() < last_chunk.size() && bytes.starts_with('0')) return 0;
    error_code error;
    bytes.erase(0, parser.put(boost::asio::buffer(bytes), error));
    if (error == http::error::body_limit) return 413;
    if (error && error != http::error::need_more) return 400;
    return !parser.is_done() && bytes.size() > max_header_fields ? 400 : 0;  // the length of a chunk, without end
}

request_reader::request_reader() = default;
request_reader::~request_reader() = default;

bool request_reader::take_expectation() {
    return message_ && bytes_.empty() && std::exchange(message_->expects, false);
}

std::optional<incoming> request_reader::next() {
    unsigned fault = 0;
    if (!message_) {
        const auto end = bytes_.find("\r\n\r\n");
        const bool whole = end != std::string::npos;
        fault = fault_of_head(std::string_view{bytes_}.substr(0, whole ? end + 4 : end));
        if (fault == 0 && !whole) return std::nullopt;
        message_ = std::make_unique<message>();
        if (fault == 0) fault = message_->take_head(bytes_);
    }
    if (fault == 0) fault = message_->take_body(bytes_);
    if (fault == 0 && !message_->parser.is_done()) return std::nullopt;
    auto out = std::move(message_->read);
    out.asked.body = std::move(message_->parser.get().body());
    out.refused = fault;
    out.keep_alive = out.keep_alive && fault == 0;
    message_.reset();
    return out;
}

}  // namespace host
