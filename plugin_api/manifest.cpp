// SPDX-License-Identifier: Apache-2.0
//
// idp-manifest FILE: prints the manifest of a provider library, by which a host can list it without running its code.
// The build writes it beside the library from the library itself, so the two cannot differ.
#include "idp_plugin.hpp"

#include <boost/json.hpp>

#include <openssl/evp.h>

#include <elf.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

namespace json = boost::json;

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

template <class T>
T at(const std::string& elf, std::size_t offset) {
    T value;
    if (offset > elf.size() || elf.size() - offset < sizeof value) throw std::runtime_error{"truncated ELF file"};
    std::memcpy(&value, elf.data() + offset, sizeof value);
    return value;
}

std::string architecture(const std::string& elf) {
    switch (at<Elf64_Ehdr>(elf, 0).e_machine) {
        case EM_X86_64: return "x86_64";
        case EM_AARCH64: return "aarch64";
        default: throw std::runtime_error{"an architecture that manifests have no name for"};
    }
}

std::pair<int, int> glibc_version(std::string_view name) {
    std::pair<int, int> version{};
    if (!name.starts_with("GLIBC_") || std::sscanf(name.data(), "GLIBC_%d.%d", &version.first, &version.second) != 2)
        return {};
    return version;
}

// The highest GLIBC_ version among the version needs of the file.
std::string min_glibc(const std::string& elf) {
    std::pair<int, int> highest{};
    const auto header = at<Elf64_Ehdr>(elf, 0);
    for (std::size_t i = 0; i < header.e_shnum; ++i) {
        const auto section = at<Elf64_Shdr>(elf, header.e_shoff + i * sizeof(Elf64_Shdr));
        if (section.sh_type != SHT_GNU_verneed) continue;
        const auto names = at<Elf64_Shdr>(elf, header.e_shoff + section.sh_link * sizeof(Elf64_Shdr)).sh_offset;
        auto library = section.sh_offset;
        for (auto libraries = section.sh_info; libraries > 0; --libraries) {
            const auto need = at<Elf64_Verneed>(elf, library);
            auto version = library + need.vn_aux;
            for (auto versions = need.vn_cnt; versions > 0; --versions) {
                const auto aux = at<Elf64_Vernaux>(elf, version);
                highest = std::max(highest, glibc_version(&elf.at(names + aux.vna_name)));
                version += aux.vna_next;
            }
            library += need.vn_next;
        }
    }
    return std::to_string(highest.first) + '.' + std::to_string(highest.second);
}

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

json::object manifest(const std::filesystem::path& file) {
    const auto provider = idp::provider::open(std::filesystem::absolute(file));
    const auto& about = provider.descriptor();
    const auto& table = provider.table();
    const auto elf = read_file(file);
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
        {"library", file.filename().string()},
        {"sha256", sha256(elf)},
        {"architecture", architecture(elf)},
        {"min_glibc", min_glibc(elf)},
    };
    if (about.support_url) out["support_url"] = about.support_url;
    return out;
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 2) {
        std::cerr << "usage: idp-manifest FILE\n";
        return 2;
    }
    const auto members = manifest(argv[1]);
    const char* separator = "{\n  ";
    for (const auto& [key, value] : members) {
        std::cout << separator << json::serialize(key) << ": " << json::serialize(value);
        separator = ",\n  ";
    }
    std::cout << "\n}\n";
    return std::cout.flush() ? 0 : 1;
} catch (const std::exception& failure) {
    std::cerr << "idp-manifest: " << failure.what() << '\n';
    return 1;
}
