#include "validator/manifest.hpp"

#include "idp_plugin.hpp"
#include "validator/elf.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/evp.h>

#include <iterator>

namespace validator {
namespace {

namespace json = boost::json;

std::string sha256(const std::string& bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"SHA-256 failed"};
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += "0123456789abcdef"[digest[i] >> 4];
        hex += "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
}

json::array words(std::string_view text) {
    json::array out;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

json::object facts_of(const std::filesystem::path& library) {
    const auto provider = idp::provider::open(std::filesystem::absolute(library));
    const auto& about = provider.descriptor();
    const auto& table = provider.table();
    const auto elf = elf_file::read(library);
    json::object out{
        {"id", about.id},
        {"name", about.name},
        {"vendor", about.vendor},
        {"version", about.version},
        {"license", about.license},
        {"homepage", about.homepage},
        {"description", about.description},
        {"modes", words(about.modes)},
        {"abi", {{"major", 1}, {"minor", table.abi_minor}, {"min_host_minor", table.min_host_minor}}},
        {"library", library.filename().string()},
        {"sha256", sha256(elf.bytes())},
        {"architecture", elf.architecture()},
        {"min_glibc", elf.min_glibc()},
    };
    if (about.support_url) out["support_url"] = about.support_url;
    return out;
}

}  // namespace

std::string manifest_of(const std::filesystem::path& library) {
    std::string out;
    const char* separator = "{\n  ";
    for (const auto& [key, value] : facts_of(library)) {
        out.append(separator).append(json::serialize(key)).append(": ").append(json::serialize(value));
        separator = ",\n  ";
    }
    return out + "\n}\n";
}

std::vector<std::string> manifest_differences(const std::string& manifest, const std::filesystem::path& library) {
    json::error_code failure;
    const auto document = json::parse(manifest, failure);
    if (failure || !document.is_object()) throw std::runtime_error{"is not a JSON object"};
    std::vector<std::string> out;
    for (const auto& [key, value] : facts_of(library)) {
        const auto* stated = document.get_object().if_contains(key);
        if (!stated || *stated != value) out.emplace_back(key.data(), key.size());
    }
    return out;
}

std::filesystem::path beside(const std::filesystem::path& library, const char* ending) {
    return std::filesystem::path{library}.replace_extension(ending);
}

}  // namespace validator
