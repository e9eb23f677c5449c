#include "core/encoding.hpp"

#include "support/catch.hpp"

#include <clocale>

using namespace wecom;
using namespace std::string_literals;

namespace {

std::string percent_encode(std::string_view value) {
    std::string out;
    append_percent_encoded(out, value);
    return out;
}

}  // namespace

TEST_CASE("percent encoding leaves only unreserved characters", "[encoding][T12]") {
    CHECK(percent_encode("AZaz09-._~") == "AZaz09-._~");
    CHECK(percent_encode("+ & = / 空格") == "%2B%20%26%20%3D%20%2F%20%E7%A9%BA%E6%A0%BC");
    CHECK(percent_encode("?#%:@!$'()*,;[]") == "%3F%23%25%3A%40%21%24%27%28%29%2A%2C%3B%5B%5D");
    CHECK(percent_encode("\0\r\n\x7F\xFF"s) == "%00%0D%0A%7F%FF");
}

TEST_CASE("form_decode undoes percent encoding for every byte", "[encoding]") {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte)
        every_byte += static_cast<char>(byte);
    CHECK(form_decode(percent_encode(every_byte)) == every_byte);
}

TEST_CASE("form_decode refuses a malformed escape", "[encoding]") {
    CHECK(form_decode("a+b%20c%e7%A9%BA") == "a b c空");
    CHECK(form_decode("") == "");
    for (const auto* bad : {"%", "%2", "a%", "a%2", "%zz", "%2g", "%g2", "%%20", "% 20", "%+2"}) {
        INFO(bad);
        CHECK(!form_decode(bad));
    }
}

TEST_CASE("percent_decode leaves a plus sign alone", "[encoding]") {
    CHECK(percent_decode("a+b%20c%2B") == "a+b c+");
    CHECK(!percent_decode("%2"));
}

TEST_CASE("base64 has the vectors of RFC 4648, with padding", "[encoding]") {
    CHECK(base64_encode("") == "");
    CHECK(base64_encode("f") == "Zg==");
    CHECK(base64_encode("fo") == "Zm8=");
    CHECK(base64_encode("foo") == "Zm9v");
    CHECK(base64_encode("\xFB\xFF\xFE") == "+//+");
}

TEST_CASE("base64url has the vectors of RFC 4648, without padding", "[encoding]") {
    const std::pair<std::string, const char*> vectors[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xFB\xEF\xFF\xFE", "--___g"},
    };
    for (const auto& [bytes, text] : vectors) {
        INFO(text);
        CHECK(base64url_encode(bytes) == text);
        CHECK(base64url_decode(text) == bytes);
    }
}

TEST_CASE("base64url_decode refuses every second spelling of the same bytes", "[encoding]") {
    const std::string_view bad[] = {
        "Zg==", "Zm8=",  "Zm9v====",                                                            // padding
        "Zh",   "Zn",    "Zm9",      "Zm9vYh",                                                  // spare bits
        "Z",    "Zm9vY",                                                                        // length
        "Zm+v", "Zm/v",  "Zm9v\n",   " Zm9v",  "Zm.v", "Zm9\xC3", std::string_view{"Zm\0v", 4}  // alphabet
    };
    for (const auto text : bad) {
        INFO(text);
        CHECK(!base64url_decode(text));
    }
}

TEST_CASE("base62 writes 32 bytes as 43 digits", "[encoding]") {
    const auto one = std::string(31, '\0') + '\x01';
    const auto sixty_two = std::string(31, '\0') + '\x3E';
    const auto top_bit = '\x80' + std::string(31, '\0');
    CHECK(base62_encode(std::string(32, '\0')) == std::string(43, '0'));
    CHECK(base62_encode(one) == std::string(42, '0') + "1");
    CHECK(base62_encode(sixty_two) == std::string(41, '0') + "10");
    CHECK(base62_encode(top_bit) == "ULrwNTJa3CHVaAVmO8lHlO4Afd3drtx651MXvhT4GuW");
    CHECK(base62_encode(std::string(32, '\xFF')) == "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1");
}

TEST_CASE("is_utf8 accepts well-formed characters only", "[encoding]") {
    const struct {
        bool good;
        std::string_view text;
        const char* what;
    } table[] = {
        {true, "", "nothing"},
        {true, std::string_view{"\0", 1}, "NUL"},
        {true, "\x7F\xC2\x80\xDF\xBF", "bounds of one and two bytes"},
        {true, "\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF", "bounds of three bytes"},
        {true, "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", "bounds of four bytes"},
        {false, "\xC0\x80", "overlong NUL"},
        {false, "\xC1\xBF", "overlong of two bytes"},
        {false, "\xE0\x9F\xBF", "overlong of three bytes"},
        {false, "\xF0\x8F\xBF\xBF", "overlong of four bytes"},
        {false, "\xED\xA0\x80", "first surrogate"},
        {false, "\xED\xBF\xBF", "last surrogate"},
        {false, "\xF4\x90\x80\x80", "beyond U+10FFFF"},
        {false, "\xF5\x80\x80\x80", "lead byte F5"},
        {false, "\xF8\x88\x80\x80\x80", "five bytes"},
        {false, "\x80", "continuation alone"},
        {false, "\xC3", "cut after one of two"},
        {false, "\xE7\xA9", "cut after two of three"},
        {false, "\xF0\x9F\x98", "cut after three of four"},
        {false, "\xE7\xA9\x41", "ASCII in place of a continuation"},
        {false, "ok\xFF", "FF"},
    };
    for (const auto& row : table) {
        INFO(row.what);
        CHECK(is_utf8(row.text) == row.good);
    }
}

TEST_CASE("printable keeps foreign text on one line", "[encoding][T41]") {
    const std::pair<std::string, const char*> table[] = {
        {"invalid code, 代码无效 😀", "invalid code, 代码无效 😀"},
        {"a\r\nERROR forged", "a\\x0D\\x0AERROR forged"},
        {"nul\0tab\tesc\x1B[2J\x7F"s, "nul\\x00tab\\x09esc\\x1B[2J\\x7F"},
        {"next line \xC2\x85, nbsp \xC2\xA0.", "next line \\xC2\\x85, nbsp \xC2\xA0."},
        {"line \xE2\x80\xA8 paragraph \xE2\x80\xA9", "line \\xE2\\x80\\xA8 paragraph \\xE2\\x80\\xA9"},
        {"marks \xE2\x80\x8E\xE2\x80\x8F\xD8\x9C", "marks \\xE2\\x80\\x8E\\xE2\\x80\\x8F\\xD8\\x9C"},
        {"override \xE2\x80\xAE isolate \xE2\x81\xA6\xE2\x81\xA9",
         "override \\xE2\\x80\\xAE isolate \\xE2\\x81\\xA6\\xE2\\x81\\xA9"},
        {"not UTF-8 \xFF\xE7\xA9", "not UTF-8 \\xFF\\xE7\\xA9"},
    };
    for (const auto& [text, shown] : table)
        CHECK(printable(text) == shown);
}

TEST_CASE("printable masks what may be a token and keeps WeCom's hint", "[encoding][T13]") {
    const std::string secret_like = "TheSecretOfYourAppHas43LettersDigits-and_-ab";
    CHECK(printable("bad secret " + secret_like + ".") == "bad secret [...].");
    CHECK(printable(std::string(32, 'a')) == "[...]");
    CHECK(printable(std::string(31, 'a')) == std::string(31, 'a'));
    CHECK(printable("hint: [1662317178339603627481038]") == "hint: [1662317178339603627481038]");
}

TEST_CASE("printable cuts at a character and inside no escape", "[encoding][T41]") {
    CHECK(printable("空格空格", 7) == "空格");
    CHECK(printable("空格", 6) == "空格");
    CHECK(printable("abc\n", 6) == "abc");
    CHECK(printable(std::string(1000, ' ')).size() == 256);
    CHECK(printable(std::string(100'000, 'a')) == "[...]");
}

TEST_CASE("ascii_lower folds 26 letters and nothing else, whatever the locale", "[encoding][T28]") {
    // Absent on most machines, then the C locale stays: the result is the same.
    const std::string before = std::setlocale(LC_ALL, nullptr);
    std::setlocale(LC_ALL, "tr_TR.UTF-8");
    CHECK(ascii_lower("ZHANG.San_I-@09") == "zhang.san_i-@09");
    CHECK(ascii_lower("İIıi ＺＨ ÄÖ \xC9") == "İiıi ＺＨ ÄÖ \xC9");
    std::setlocale(LC_ALL, before.c_str());
}
