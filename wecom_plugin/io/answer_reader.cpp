#include "io/answer_reader.hpp"

#include "core/http_date.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace wecom {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::string_view;
using boost::system::error_code;

constexpr std::size_t first_room = 1024;
constexpr std::size_t largest_header = 16 * 1024;  // also of a line between chunks, and of all trailers
constexpr std::size_t largest_body = 256 * 1024;
constexpr int most_interim_answers = 8;
// Beast before 1.86 aborts if a body begins with it and it does not come whole.
constexpr std::string_view last_chunk = "0\r\n\r\n";

std::string_view std_view(string_view text) { return {text.data(), text.size()}; }

errc code_of(error_code ec) {
    return ec == http::error::body_limit || ec == http::error::header_limit ? errc::too_large : errc::http_proto;
}

}  // namespace

// Beast tells the parts of an answer; what they mean to us is decided here. It keeps no more of them than is needed.
class answer_reader::parser final : public http::basic_parser<false> {
public:
    parser() {
        body_limit(largest_body);
        header_limit(largest_header + 1);
        eager(true);
    }

    unsigned status() const { return status_; }
    bool is_http_1_1() const { return version_ == 11; }
    http_response take() { return {status_, secret{std::move(body_)}, retry_after_, date_}; }

    // What Beast would have let pass, if it stopped there.
    std::string_view objection() const { return objection_; }

private:
    std::string_view find_objection() const {
        if (status_ < 100 || status_ > 599) return "a status that HTTP does not know";
        if (encoded_) return "a content encoding that was not asked for";
        if (lengths_ > 1 || list_of_lengths_) return "a list of lengths";
        if (codings_ > 0 && (codings_ > 1 || other_coding_ || !is_http_1_1()))
            return "a transfer encoding other than chunked";
        return {};
    }

    void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
    void on_response_impl(int status, string_view, int version, error_code&) override {
        status_ = static_cast<unsigned>(status);
        version_ = version;
    }
    void on_field_impl(http::field name, string_view, string_view value, error_code&) override {
        if (header_is_done_) return;  // a trailer says nothing
        if (name == http::field::content_length) {
            ++lengths_;
            list_of_lengths_ |= value.find_first_not_of("0123456789") != value.npos;
        } else if (name == http::field::transfer_encoding) {
            ++codings_;
            other_coding_ |= !beast::iequals(value, "chunked");
        } else if (name == http::field::content_encoding) {
            encoded_ |= !beast::iequals(value, "identity");
        } else if (name == http::field::retry_after) {
            retry_after_ = seconds_in(std_view(value));
        } else if (name == http::field::date) {
            date_ = parse_http_date(std_view(value));
        }
    }
    void on_header_impl(error_code& ec) override {
        header_is_done_ = true;
        objection_ = find_objection();
        if (!objection_.empty()) ec = http::error::bad_field;
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>& size, error_code&) override {
        if (size) body_.reserve(*size);
    }
    std::size_t on_body_impl(string_view part, error_code&) override {
        body_.append(part.data(), part.size());
        return part.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code& ec) override {
        return on_body_impl(part, ec);
    }
    void on_finish_impl(error_code&) override {}

    // A date, or anything else, is as good as nothing.
    static std::chrono::seconds seconds_in(std::string_view text) {
        std::uint32_t count = 0;
        const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), count);
        return std::chrono::seconds{ec == std::errc{} && end == text.data() + text.size() ? count : 0};
    }

    unsigned status_ = 0;
    int version_ = 0, lengths_ = 0, codings_ = 0;
    bool header_is_done_ = false, list_of_lengths_ = false, other_coding_ = false, encoded_ = false;
    std::string_view objection_;
    std::chrono::seconds retry_after_{0};
    std::optional<std::chrono::sys_seconds> date_;
    std::string body_;
};

answer_reader::answer_reader() : parser_{std::make_unique<parser>()} {}

answer_reader::~answer_reader() { explicit_bzero(bytes_.data(), most_); }

std::span<char> answer_reader::room() {
    if (bytes_.size() == there_) bytes_.resize(there_ + first_room);
    return {bytes_.data() + there_, bytes_.size() - there_};
}

void answer_reader::feed(std::size_t size) {
    silent_ = false;
    there_ += size;
    most_ = std::max(most_, there_);
    while (wants_more() && there_ > 0 && (parser_->is_header_done() || header_is_there()) && parse_some()) {
    }
}

void answer_reader::end(bool said_so) {
    if (silent_) return;
    error_code ec;
    if (!parser_->is_header_done()) {
        parser_->put({bytes_.data(), there_}, ec);
        if (ec != http::error::need_more) refuse(code_of(ec), ec.message());
    } else if (said_so && parser_->got_some()) {
        parser_->put_eof(ec);
        if (!ec) complete();
    }
}

// Beast is given a header as a whole: it would unfold lines that another reader takes for two.
bool answer_reader::header_is_there() {
    const std::string_view bytes{bytes_.data(), there_};
    constexpr std::string_view beginning = "HTTP/1.";
    if (bytes.substr(0, beginning.size()) != beginning.substr(0, bytes.size())) {
        refuse(errc::http_proto, "it does not begin like one");
        return false;
    }
    const auto end = bytes.find("\r\n\r\n");
    if (std::min(end, bytes.size()) > largest_header) {
        refuse(errc::too_large, "its header is larger than 16 KiB");
        return false;
    }
    const auto header = bytes.substr(0, end);
    if (header.find("\n ") == header.npos && header.find("\n\t") == header.npos) return end != bytes.npos;
    refuse(errc::http_proto, "it has a folded line");
    return false;
}

// False if it needs more bytes to go on.
bool answer_reader::parse_some() {
    if (parser_->is_header_done() && parser_->chunked() && there_ < last_chunk.size() && bytes_.starts_with('0'))
        return false;
    error_code ec;
    const auto used = parser_->put({bytes_.data(), there_}, ec);
    std::copy(bytes_.data() + used, bytes_.data() + there_, bytes_.data());
    there_ -= used;
    if (ec && ec != http::error::need_more) {
        refuse(code_of(ec), parser_->objection().empty() ? ec.message() : std::string{parser_->objection()});
    } else if (parser_->is_done()) {
        complete();
    } else if (there_ > largest_header) {
        refuse(errc::too_large, "what surrounds its chunks is larger than 16 KiB");
    }
    return used > 0;
}

void answer_reader::complete() {
    complete_ = parser_->status() / 100 != 1 || parser_->status() == 101;
    if (complete_) return;
    if (++interim_answers_ > most_interim_answers) return refuse(errc::http_proto, "too many interim answers");
    parser_ = std::make_unique<parser>();
}

void answer_reader::refuse(errc code, std::string_view what) {
    refusal_ = {.code = code, .detail = "the answer cannot be accepted: " + std::string{what}};
}

http_response answer_reader::take() { return parser_->take(); }

bool answer_reader::leaves_connection_usable() const {
    return complete_ && !refusal_ && parser_->is_http_1_1() && parser_->keep_alive() && !parser_->need_eof() &&
           parser_->status() != 101 && there_ == 0;
}

}  // namespace wecom
