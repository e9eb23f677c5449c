#include "web/multipart.hpp"

#include "support/catch.hpp"

using namespace host;

namespace {

constexpr auto type = "multipart/form-data; boundary=X";

std::string part(const std::string& head, const std::string& body) {
    return "--X\r\n" + head + "\r\n\r\n" + body + "\r\n";
}

std::string field(const std::string& name, const std::string& value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
}

}  // namespace

TEST_CASE("a multipart form is read with its files", "[multipart]") {
    const std::string image{"\x89PNG\r\n\0--X", 11};
    const auto parts = parse_multipart(type, field("csrf", "t") + field("/名", "a=1&b\r\n") +
                                                 part("content-disposition: form-data; name=\"file:/icon\"; "
                                                      "filename=\"a b;c.png\"\r\nContent-Type: image/png",
                                                      image) +
                                                 "--X--\r\n");
    REQUIRE(parts);
    REQUIRE(parts->size() == 3);
    CHECK(parts->at(2).is_file);
    CHECK(parts->at(2).file_name == "a b;c.png");
    CHECK(parts->at(2).media_type == "image/png");
    CHECK(parts->at(2).body == image);

    const auto fields = text_fields(*parts);
    REQUIRE(fields);
    CHECK(*fields == form{{"csrf", "t"}, {"/名", "a=1&b\r\n"}});
}

TEST_CASE("a form without files or without anything is a form", "[multipart]") {
    CHECK(parse_multipart("Multipart/Form-Data;boundary=\"X\"", field("a", "") + "--X--")->size() == 1);
    CHECK(parse_multipart(type, "--X--\r\n")->empty());
}

TEST_CASE("a file that was not chosen has no name and no bytes", "[multipart]") {
    const auto parts =
        parse_multipart(type, part("Content-Disposition: form-data; name=\"f\"; filename=\"\"", "") + "--X--");
    REQUIRE(parts);
    CHECK(parts->at(0).is_file);
    CHECK(parts->at(0).body.empty());
    CHECK(text_fields(*parts)->empty());
}

TEST_CASE("another type of body is no multipart form", "[multipart]") {
    const auto other = GENERATE(as<std::string>{}, "", "multipart/form-data",
                                "multipart/form-data; boundary=", "multipart/mixed; boundary=X",
                                "application/x-www-form-urlencoded; boundary=X",
                                "multipart/form-data; charset=utf-8; boundary=X", "multipart/form-data; boundary=X Y",
                                "multipart/form-data; boundary=\"X", "multipart/form-data; boundary=X\r\n");
    INFO(other);
    CHECK_FALSE(parse_multipart(other, field("a", "1") + "--X--"));
    CHECK_FALSE(
        parse_multipart("multipart/form-data; boundary=" + std::string(71, 'b'), "--" + std::string(71, 'b') + "--"));
}

TEST_CASE("a damaged multipart form is refused", "[multipart]") {
    const auto good = field("a", "1");
    const auto body = GENERATE_COPY(
        as<std::string>{}, "", "--X", "--X\r\n", good, good + "--X-", good + "--X--\r\nmore",
        "preamble\r\n" + good + "--X--", "\r\n" + good + "--X--", "--Y--", "--X\r\n\r\nno head\r\n--X--",
        "--X\r\nno colon\r\n\r\n1\r\n--X--", part("Content-Type: text/plain", "no name") + "--X--",
        part("Content-Disposition: attachment; name=\"a\"", "1") + "--X--",
        part("Content-Disposition: form-data", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"\"", "1") + "--X--",
        part("Content-Disposition: form-data; name=a", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"a", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"a\"; filename=\"1\"; filename=\"2\"", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"a\"; size=\"2\"", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"a\nb\"", "1") + "--X--",
        part("Content-Disposition: form-data; name=\"" + std::string(2100, 'a') + "\"", "1") + "--X--");
    INFO(body);
    CHECK_FALSE(parse_multipart(type, body));
}

TEST_CASE("a multipart form has at most 400 parts, and a name once", "[multipart]") {
    std::string body;
    for (int i = 0; i < 400; ++i)
        body += field(std::to_string(i), "");
    CHECK(parse_multipart(type, body + "--X--"));
    CHECK_FALSE(parse_multipart(type, body + field("400", "") + "--X--"));
    CHECK_FALSE(text_fields(*parse_multipart(type, field("a", "1") + field("a", "1") + "--X--")));
}
