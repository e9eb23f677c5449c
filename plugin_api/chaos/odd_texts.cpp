#include "odd_texts.hpp"

#include "idp_plugin.h"

#include <array>

namespace chaos {
namespace {

constexpr std::array<std::string_view, 20> hostile{
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</title></textarea></select><script>alert(1)</script>",
    "\" autofocus onfocus=\"alert(1)",
    "<!-- <b> & &lt;i&gt; &#0; -->",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}${alert(1)}",
    "\xE2\x80\xAE"
    "ecila",  // from here on right to left
    "\xE2\x81\xA6"
    "bob"
    "\xE2\x81\xA9",       // an isolate
    "alice\xE2\x80\x8B",  // a zero-width space
    "\xEF\xBB\xBF"
    "alice",                                                                     // a byte order mark
    "\xEF\xBF\xBF\xF4\x8F\xBF\xBF",                                              // the last code points: no characters
    "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86",                         // accents above accents
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",  // three persons, one glyph
    "a\r\nSet-Cookie: idp_session=x",
    "x\" level=error event=\"login\" user=\"admin",
    "\x1B[2J\x1B]0;title\x07",
    "a\xE2\x80\xA8"
    "b\xE2\x80\xA9"
    "c\xC2\x85"
    "d",  // line ends that only Unicode knows
    "张三 <李四> & \"王五\" '赵六'"};

}  // namespace

std::string filled(std::size_t size, std::string_view piece) {
    std::string out;
    while (out.size() + piece.size() <= size)
        out += piece;
    return out.append(size - out.size(), '.');
}

std::span<const std::string_view> hostile_texts() { return hostile; }

std::span<const std::string_view> public_texts() {
    static const auto markup = filled(sizeof(idp_error::public_text) - 1, "<b onclick='alert(1)'>\"&\"</b>");
    static const auto chinese = filled(sizeof(idp_error::public_text) - 1, "请");
    static const std::array<std::string_view, 6> all{"You cannot sign in here now.", "",        markup, chinese,
                                                     "<script>alert(1)</script>",    hostile[8]};
    return all;
}

std::span<const std::string_view> details() {
    static const auto markup = filled(sizeof(idp_error::detail) - 1, "<script>alert('1')</script>\" ");
    static const auto chinese = filled(sizeof(idp_error::detail) - 1, "错误");
    static const std::array<std::string_view, 7> all{
        "as configured: choose another behaviour", "", markup, chinese, hostile[15], hostile[16], hostile[17]};
    return all;
}

std::span<const std::string_view> upstream_words() {
    static const auto longest = filled(sizeof(idp_error::upstream) - 1, "invalid_grant ");
    static const std::array<std::string_view, 4> all{"", "40029", longest, "<script>alert(1)</script>"};
    return all;
}

}  // namespace chaos
