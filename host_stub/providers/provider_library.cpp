#include "providers/provider_library.hpp"

#include "config_file.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace host {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::uint32_t number_at(const json::value& root, std::string_view pointer, const std::string& source) {
    boost::system::error_code error;
    const auto* value = root.find_pointer({pointer.data(), pointer.size()}, error);
    const auto number = value ? value->to_number<std::uint32_t>(error) : 0;
    if (error) throw idp::load_error{source + ": " + std::string{pointer} + ": has to be there, a number"};
    return number;
}

fs::path manifest_of(const fs::path& library) {
    auto out = library;
    return out.replace_extension(".idp.json");
}

// The libraries of a folder that have a manifest, by name, so that the outcome does not depend on the file system.
std::vector<fs::path> libraries_in(const fs::path& directory) {
    std::vector<fs::path> out;
    std::error_code error;
    for (fs::directory_iterator at{directory, error}, end; !error && at != end; at.increment(error))
        if (at->path().extension() == ".so" && fs::exists(manifest_of(at->path()))) out.push_back(at->path());
    if (error) throw idp::load_error{directory.string() + ": cannot be read: " + error.message()};
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

manifest parse_manifest(std::string_view text, const std::string& source) {
    boost::system::error_code error;
    const auto root = json::parse({text.data(), text.size()}, error);
    if (error) throw idp::load_error{source + ": is not JSON: " + error.message()};
    const auto* id = root.find_pointer("/id", error);
    if (!id || !id->is_string()) throw idp::load_error{source + ": /id: has to be there, a text"};
    return {json::value_to<std::string>(*id), number_at(root, "/abi/major", source),
            number_at(root, "/abi/min_host_minor", source)};
}

provider_library provider_library::open(const fs::path& directory) {
    provider_library out;
    for (const auto& file : libraries_in(fs::absolute(directory))) {
        try {
            out.add(file);
        } catch (const std::runtime_error& why) {  // idp::load_error, config_error
            out.problems_.emplace_back(why.what());
        }
    }
    return out;
}

void provider_library::add(const fs::path& file) {
    const auto beside = manifest_of(file);
    const auto claim = parse_manifest(read_small_file(beside), beside.string());
    if (claim.abi_major != 1 || claim.min_host_minor > IDP_ABI_MINOR)
        throw idp::load_error{file.string() + ": needs host ABI " + std::to_string(claim.abi_major) + "." +
                              std::to_string(claim.min_host_minor) + ", this is 1." + std::to_string(IDP_ABI_MINOR)};
    if (find(claim.id)) throw idp::load_error{file.string() + ": " + claim.id + " is there already, from another file"};
    const auto opened = idp::provider::open(file);
    if (claim.id != opened.descriptor().id)
        throw idp::load_error{file.string() + ": is " + opened.descriptor().id + ", its manifest says " + claim.id};
    providers_.push_back(opened);
}

const idp::provider* provider_library::find(std::string_view id) const {
    const auto at = std::find_if(providers_.begin(), providers_.end(),
                                 [&](const auto& provider) { return provider.descriptor().id == id; });
    return at == providers_.end() ? nullptr : &*at;
}

}  // namespace host
