#include "web/schema_form/image_upload.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace host {
namespace {

constexpr std::size_t largest_image = 32 * 1024;

std::string base64(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const auto written =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(written));
    return out;
}

// An SVG may begin with a byte order mark, blanks, an XML declaration, comments and a document type.
bool is_svg(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
    if (bytes.starts_with("<svg")) return true;
    return (bytes.starts_with("<?xml") || bytes.starts_with("<!--") || bytes.starts_with("<!DOCTYPE svg")) &&
           bytes.find("<svg") != bytes.npos;
}

}  // namespace

std::string_view image_type(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return "image/png";
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
    if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return "image/gif";
    if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv) return "image/webp";
    return is_svg(bytes) ? "image/svg+xml" : "";
}

boost::system::result<std::string, image_problem> image_data_url(std::string_view bytes,
                                                                 const std::vector<std::string>& allowed) {
    if (bytes.size() > largest_image) return image_problem::too_big;
    const auto type = image_type(bytes);
    if (std::find(allowed.begin(), allowed.end(), type) == allowed.end()) return image_problem::unknown_type;
    return "data:" + std::string{type} + ";base64," + base64(bytes);
}

}  // namespace host
