#include "core/strict_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

namespace wecom {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 16;
constexpr std::size_t longest_string = 65536;

// As many as an object of this tree has, in all of them.
std::size_t members_in(const json::value& tree) {
    std::size_t out = 0;
    if (const auto* const object = tree.if_object())
        for (const auto& member : *object)
            out += 1 + members_in(member.value());
    if (const auto* const array = tree.if_array())
        for (const auto& element : *array)
            out += members_in(element);
    return out;
}

// Builds a value as Boost.JSON's own handler does, and counts what was written: the library lets the last of two
// members with one key win, and then the value has fewer.
class strict_handler {
public:
    static constexpr std::size_t max_object_size = SIZE_MAX;  // every value is counted
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = longest_string;
    static constexpr std::size_t max_string_size = longest_string;

    using error_code = boost::system::error_code;

    strict_handler(json::storage_ptr storage, std::size_t most_values)
        : storage_{std::move(storage)}, most_values_{most_values} {}

    json::value take() { return stack_.release(); }
    std::size_t members_written() const { return members_; }

    bool on_document_begin(error_code&) {
        stack_.reset(storage_);
        return true;
    }
    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code& ec) { return count(ec); }
    bool on_object_end(std::size_t size, error_code&) {
        members_ += size;
        stack_.push_object(size);
        return true;
    }
    bool on_array_begin(error_code& ec) { return count(ec); }
    bool on_array_end(std::size_t size, error_code&) {
        stack_.push_array(size);
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, error_code& ec) { return on_string_part(part, 0, ec); }
    bool on_key(json::string_view part, std::size_t, error_code& ec) {
        if (part.find('\0') != part.npos) return refuse(json::error::syntax, ec);
        stack_.push_key(part);
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, error_code& ec) {
        if (part.find('\0') != part.npos) return refuse(json::error::syntax, ec);
        stack_.push_chars(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t, error_code& ec) {
        if (part.find('\0') != part.npos) return refuse(json::error::syntax, ec);
        stack_.push_string(part);
        return count(ec);
    }

    bool on_number_part(json::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t value, json::string_view written, error_code& ec) {
        if (value == 0 && written.starts_with('-')) return refuse(json::error::syntax, ec);
        stack_.push_int64(value);
        return count(ec);
    }
    bool on_uint64(std::uint64_t value, json::string_view, error_code& ec) {
        stack_.push_uint64(value);
        return count(ec);
    }
    bool on_double(double value, json::string_view, error_code& ec) {
        stack_.push_double(value);
        return count(ec);
    }
    bool on_bool(bool value, error_code& ec) {
        stack_.push_bool(value);
        return count(ec);
    }
    bool on_null(error_code& ec) {
        stack_.push_null();
        return count(ec);
    }
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }

private:
    bool count(error_code& ec) { return ++values_ <= most_values_ || refuse(json::error::array_too_large, ec); }
    static bool refuse(json::error why, error_code& ec) {
        ec = why;
        return false;
    }

    unsigned char first_[1024];  // of what is not yet part of a value
    json::value_stack stack_{{}, first_, sizeof first_};
    json::storage_ptr storage_;
    const std::size_t most_values_;
    std::size_t values_ = 0, members_ = 0;
};

}  // namespace

result<json::value> parse_strict_json(std::string_view text, json::storage_ptr storage, std::size_t most_values) {
    json::parse_options options;
    options.max_depth = deepest;
    json::basic_parser<strict_handler> parser{options, std::move(storage), most_values};
    boost::system::error_code ec;
    const auto read = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && read != text.size()) ec = json::error::extra_data;
    if (ec) return error{.code = errc::json, .detail = "not acceptable as JSON at byte " + std::to_string(read)};
    auto value = parser.handler().take();
    if (members_in(value) != parser.handler().members_written())
        return error{.code = errc::json, .detail = "not acceptable as JSON: an object has a key twice"};
    return value;
}

result<json::object> parse_strict_object(std::string_view text, json::storage_ptr storage, std::size_t most_values) {
    auto value = parse_strict_json(text, std::move(storage), most_values);
    if (!value) return value.error();
    if (!value->is_object()) return error{.code = errc::json, .detail = "JSON, but not an object"};
    return std::move(value->get_object());
}

}  // namespace wecom
