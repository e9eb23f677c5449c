#include "validator/elf.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <utility>

namespace validator {
namespace {

using version = std::pair<int, int>;

version glibc_version(const std::string& name) {
    version out{};
    return std::sscanf(name.c_str(), "GLIBC_%d.%d", &out.first, &out.second) == 2 ? out : version{};
}

}  // namespace

elf_file::elf_file(std::string bytes) : bytes_{std::move(bytes)}, header_{at<Elf64_Ehdr>(0)} {
    if (std::memcmp(header_.e_ident, ELFMAG, SELFMAG) != 0 || header_.e_ident[EI_CLASS] != ELFCLASS64 ||
        header_.e_ident[EI_DATA] != ELFDATA2LSB)
        throw std::runtime_error{"this is no 64-bit ELF file"};
    for (std::size_t i = 0; i < header_.e_phnum; ++i)
        segments_.push_back(at<Elf64_Phdr>(header_.e_phoff + i * sizeof(Elf64_Phdr)));
    for (std::size_t i = 0; i < header_.e_shnum; ++i)
        sections_.push_back(at<Elf64_Shdr>(header_.e_shoff + i * sizeof(Elf64_Shdr)));
    if (sections_.empty()) throw std::runtime_error{"the ELF file has no section headers"};
    for (const auto& section : sections_) {
        if (section.sh_type != SHT_DYNAMIC) continue;
        dynamic_names_ = names_of(section);
        for (std::size_t i = 0; i < section.sh_size / sizeof(Elf64_Dyn); ++i)
            dynamic_.push_back(at<Elf64_Dyn>(section.sh_offset + i * sizeof(Elf64_Dyn)));
    }
}

elf_file elf_file::read(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::error_code failure;
    const auto size = std::filesystem::file_size(file, failure);
    if (!in || failure) throw std::runtime_error{"cannot be read"};
    std::string bytes(size, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    return elf_file{std::move(bytes)};
}

std::string elf_file::text(std::size_t offset) const {
    const auto end = bytes_.find('\0', offset);
    if (end == bytes_.npos) throw std::runtime_error{"the ELF file is cut off"};
    return bytes_.substr(offset, end - offset);
}

std::string elf_file::architecture() const {
    switch (header_.e_machine) {
        case EM_X86_64: return "x86_64";
        case EM_AARCH64: return "aarch64";
        default: throw std::runtime_error{"an architecture that manifests have no name for"};
    }
}

std::string elf_file::min_glibc() const {
    version highest{};
    for (const auto& section : sections_) {
        if (section.sh_type != SHT_GNU_verneed) continue;
        auto library = section.sh_offset;
        for (auto libraries = section.sh_info; libraries > 0; --libraries) {
            const auto need = at<Elf64_Verneed>(library);
            auto one = library + need.vn_aux;
            for (auto versions = need.vn_cnt; versions > 0; --versions) {
                const auto aux = at<Elf64_Vernaux>(one);
                highest = std::max(highest, glibc_version(text(names_of(section) + aux.vna_name)));
                one += aux.vna_next;
            }
            library += need.vn_next;
        }
    }
    return std::to_string(highest.first) + '.' + std::to_string(highest.second);
}

std::vector<elf_file::symbol> elf_file::exports() const {
    std::vector<symbol> out;
    for (const auto& section : sections_) {
        if (section.sh_type != SHT_DYNSYM) continue;
        for (std::size_t i = 1; i < section.sh_size / sizeof(Elf64_Sym); ++i) {
            const auto each = at<Elf64_Sym>(section.sh_offset + i * sizeof(Elf64_Sym));
            const auto visibility = ELF64_ST_VISIBILITY(each.st_other);
            if (each.st_shndx == SHN_UNDEF || ELF64_ST_BIND(each.st_info) == STB_LOCAL || visibility == STV_HIDDEN ||
                visibility == STV_INTERNAL)
                continue;
            out.push_back({text(names_of(section) + each.st_name),
                           static_cast<unsigned char>(ELF64_ST_BIND(each.st_info)),
                           static_cast<unsigned char>(ELF64_ST_TYPE(each.st_info))});
        }
    }
    return out;
}

std::vector<std::string> elf_file::needed() const {
    std::vector<std::string> out;
    for (const auto& each : dynamic_)
        if (each.d_tag == DT_NEEDED) out.push_back(text(dynamic_names_ + each.d_un.d_val));
    return out;
}

bool elf_file::has_dynamic(Elf64_Sxword tag) const {
    return std::any_of(dynamic_.begin(), dynamic_.end(), [&](const auto& each) { return each.d_tag == tag; });
}

Elf64_Xword elf_file::dynamic_value(Elf64_Sxword tag) const {
    for (const auto& each : dynamic_)
        if (each.d_tag == tag) return each.d_un.d_val;
    return 0;
}

const Elf64_Phdr* elf_file::segment(Elf64_Word type) const {
    const auto found =
        std::find_if(segments_.begin(), segments_.end(), [&](const auto& s) { return s.p_type == type; });
    return found == segments_.end() ? nullptr : &*found;
}

}  // namespace validator
