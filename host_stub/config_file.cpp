#include "config_file.hpp"

#include "api/json_body.hpp"
#include "idp_plugin.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace host {
namespace {

namespace json = boost::json;

[[noreturn]] void refuse(const std::string& source, std::string_view pointer, std::string_view why) {
    throw config_error{source + ": " + std::string{pointer} + (pointer.empty() ? "" : ": ") + std::string{why}};
}

std::string text_at(const json::object& object, std::string_view key, const std::string& source) {
    const auto* value = object.if_contains(key);
    const auto* text = value ? value->if_string() : nullptr;
    if (!text || text->empty()) refuse(source, "/" + std::string{key}, "has to be there, a text that is not empty");
    return {text->data(), text->size()};
}

bool is_config_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

void refuse_unknown_keys(const json::object& object, const std::string& source) {
    for (const auto& member : object) {
        const std::string_view key = member.key();
        if (key != "id" && key != "provider" && key != "name" && key != "config")
            refuse(source, "/" + std::string{key}, "is not known; known are id, provider, name and config");
    }
}

}  // namespace

std::string read_small_file(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in || std::filesystem::is_directory(file))
        throw config_error{file.string() + ": cannot be read: " + std::strerror(in ? EISDIR : errno)};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (text.size() > IDP_MAX_CONFIG) throw config_error{file.string() + ": is larger than 1 MiB"};
    return text;
}

provider_config parse_provider_config(std::string_view text, const std::string& source) {
    boost::system::error_code error;
    const auto parsed = json::parse(text, error);
    if (error) refuse(source, "", "is not JSON: " + error.message());
    const auto* object = parsed.if_object();
    if (!object) refuse(source, "", "has to be a JSON object with id, provider, name and config");
    if (!parse_json_body(text))
        refuse(source, "", "has a key twice, a number that is too large, or more than 16 levels of JSON");
    refuse_unknown_keys(*object, source);

    provider_config out{text_at(*object, "id", source), text_at(*object, "provider", source),
                        text_at(*object, "name", source), ""};
    if (!is_config_id(out.id)) refuse(source, "/id", "has to be 1 to 64 of a-z, 0-9 and '-'");
    const auto* config = object->if_contains("config");
    if (!config || !config->is_object()) refuse(source, "/config", "has to be there, a JSON object");
    out.config = json::serialize(*config);
    return out;
}

provider_config read_provider_config(const std::filesystem::path& file) {
    return parse_provider_config(read_small_file(file), file.string());
}

}  // namespace host
