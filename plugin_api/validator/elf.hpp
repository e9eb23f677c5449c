#pragma once

#include <elf.h>

#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace validator {

// A 64-bit ELF file as the loader sees it. Every function throws std::runtime_error if the file is none, or is cut off.
class elf_file {
public:
    explicit elf_file(std::string bytes);
    static elf_file read(const std::filesystem::path& file);

    const std::string& bytes() const { return bytes_; }
    std::string architecture() const;  // "x86_64", as manifests have it
    std::string min_glibc() const;     // "2.34", the highest version of it that the file needs

    struct symbol {
        std::string name;
        unsigned char binding, type;  // STB_*, STT_*
    };
    std::vector<symbol> exports() const;  // of the dynamic symbol table

    std::vector<std::string> needed() const;            // DT_NEEDED
    bool has_dynamic(Elf64_Sxword tag) const;           // whether there is an entry with this DT_*
    Elf64_Xword dynamic_value(Elf64_Sxword tag) const;  // of the first one; 0 without
    const Elf64_Phdr* segment(Elf64_Word type) const;   // the first one of this PT_*, or null

private:
    template <class T>
    T at(std::size_t offset) const {
        T value;
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof value)
            throw std::runtime_error{"the ELF file is cut off"};
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return value;
    }
    std::string text(std::size_t offset) const;
    // The section that names are in, for one that has names.
    std::size_t names_of(const Elf64_Shdr& section) const { return sections_.at(section.sh_link).sh_offset; }

    std::string bytes_;
    Elf64_Ehdr header_;
    std::vector<Elf64_Shdr> sections_;
    std::vector<Elf64_Phdr> segments_;
    std::vector<Elf64_Dyn> dynamic_;
    std::size_t dynamic_names_ = 0;
};

}  // namespace validator
