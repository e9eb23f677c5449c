#include "web/schema_form/image_upload.hpp"

#include "support/catch.hpp"

using namespace host;
using namespace std::string_literals;

TEST_CASE("an image is known by its bytes", "[image_upload]") {
    CHECK(image_type("\x89PNG\r\n\x1A\n...") == "image/png");
    CHECK(image_type("\xFF\xD8\xFF\xE0") == "image/jpeg");
    CHECK(image_type("GIF87a") == "image/gif");
    CHECK(image_type("RIFF\0\0\0\0WEBPVP8 "s) == "image/webp");
    for (const auto* svg :
         {"<svg>", "\xEF\xBB\xBF \n<svg", "<?xml version='1.0'?><svg>", "<!-- it --><svg>", "<!DOCTYPE svg><svg>"})
        CHECK(image_type(svg) == "image/svg+xml");
}

TEST_CASE("what only looks like an image is none", "[image_upload]") {
    const auto bytes =
        GENERATE(as<std::string>{}, "", "   ", "PNG", "\x89PNG", "<html><svg>", "<script>", "<?xml?><html>",
                 "<!-- svg -->", "RIFF....WAVE", "RIFF", "\xEF\xBB\xBF", "BM", "%PDF-1.7");
    INFO(bytes);
    CHECK(image_type(bytes).empty());
    CHECK(image_data_url(bytes, {"image/png", "image/svg+xml"}).error() == image_problem::unknown_type);
}

TEST_CASE("an image becomes a data: URL if its type is allowed and it is small", "[image_upload]") {
    CHECK(*image_data_url("GIF89a", {"image/gif"}) == "data:image/gif;base64,R0lGODlh");
    CHECK(image_data_url("GIF89a", {"image/png"}).error() == image_problem::unknown_type);
    const auto largest = "<svg>" + std::string(32 * 1024 - 5, ' ');
    CHECK(image_data_url(largest, {"image/svg+xml"})->size() < 44 * 1024);
    CHECK(image_data_url(largest + " ", {"image/svg+xml"}).error() == image_problem::too_big);
}
