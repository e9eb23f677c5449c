#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace host {

enum class image_problem { too_big, unknown_type };

// Of PNG, SVG, JPEG, GIF and WebP, told by the bytes and not by what the browser says; empty: none of these.
std::string_view image_type(std::string_view bytes);

// An uploaded image as a data: URL. allowed: media types. At most 32 KiB. What an SVG contains is not looked at: this
// host serves images in a sandbox and never puts them into a document.
boost::system::result<std::string, image_problem> image_data_url(std::string_view bytes,
                                                                 const std::vector<std::string>& allowed);

}  // namespace host
