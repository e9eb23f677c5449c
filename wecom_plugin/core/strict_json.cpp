#include "core/strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <unordered_set>
#include <vector>

namespace wecom {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 16;
constexpr std::size_t longest_string = 65536;
constexpr std::size_t most_values = 4096;

// Builds a value as Boost.JSON's own handler does, and remembers the keys of every open object: the library lets the
// last duplicate win.
class strict_handler {
public:
    static constexpr std::size_t max_object_size = most_values;
    static constexpr std::size_t max_array_size = most_values;
    static constexpr std::size_t max_key_size = longest_string;
    static constexpr std::size_t max_string_size = longest_string;

    using error_code = boost::system::error_code;

    json::value take() { return stack_.release(); }

    bool on_document_begin(error_code&) {
        stack_.reset();
        return true;
    }
    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code& ec) {
        open_objects_.emplace_back();
        return count(ec);
    }
    bool on_object_end(std::size_t size, error_code&) {
        open_objects_.pop_back();
        stack_.push_object(size);
        return true;
    }
    bool on_array_begin(error_code& ec) { return count(ec); }
    bool on_array_end(std::size_t size, error_code&) {
        stack_.push_array(size);
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, error_code&) {
        key_.append(part.data(), part.size());
        stack_.push_chars(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, error_code& ec) {
        key_.append(part.data(), part.size());
        if (key_.find('\0') != key_.npos || !open_objects_.back().insert(std::move(key_)).second)
            return refuse(json::error::syntax, ec);
        key_.clear();
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
    bool count(error_code& ec) { return ++values_ <= most_values || refuse(json::error::array_too_large, ec); }
    static bool refuse(json::error why, error_code& ec) {
        ec = why;
        return false;
    }

    json::value_stack stack_;
    std::vector<std::unordered_set<std::string>> open_objects_;
    std::string key_;
    std::size_t values_ = 0;
};

}  // namespace

result<json::value> parse_strict_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = deepest;
    json::basic_parser<strict_handler> parser{options};
    boost::system::error_code ec;
    const auto read = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && read != text.size()) ec = json::error::extra_data;
    if (ec) return error{.code = errc::json, .detail = "not acceptable as JSON at byte " + std::to_string(read)};
    return parser.handler().take();
}

result<json::object> parse_strict_object(std::string_view text) {
    auto value = parse_strict_json(text);
    if (!value) return value.error();
    if (!value->is_object()) return error{.code = errc::json, .detail = "JSON, but not an object"};
    return std::move(value->get_object());
}

}  // namespace wecom
