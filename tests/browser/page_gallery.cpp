#include "web/hostile_texts.hpp"
#include "web/sample_pages.hpp"
#include "web/schema_form/schema.hpp"
#include "web/security_headers.hpp"
#include "web/site_files.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

// Writes every page with sample values, and what pages need, as files for a browser: page_gallery SCHEMA FOLDER
namespace {

void write(const std::filesystem::path& file, std::string_view content) {
    std::ofstream out{file, std::ios::binary};
    out << content;
    if (!out.flush()) throw std::runtime_error{"cannot write " + file.string()};
}

std::string read(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream{file, std::ios::binary}.rdbuf();
    return out.str();
}

void write_pages(const std::filesystem::path& folder, const std::string& schema) {
    for (const auto in : {host::language::english, host::language::chinese})
        for (const auto& [name, page] :
             sample_pages(in, schema, [](std::string_view text) { return std::string{text}; }))
            write(folder / (name + "." + std::string{host::language_tag(in)} + ".html"), page);

    // All hostile texts in every field at once: a browser tells whether one of them runs.
    std::string all;
    for (const auto& text : hostile_texts)
        all += text + " ";
    for (const auto& [name, page] :
         sample_pages(host::language::english, schema, [&](std::string_view) { return all; }))
        write(folder / (name + ".hostile.html"), page);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) return 2;
    const std::filesystem::path folder{arguments[2]};
    std::filesystem::create_directories(folder);
    write_pages(folder, read(arguments[1]));
    write(folder / "site.css", host::site_css);
    write(folder / "site.js", host::site_js);
    host::response page;
    host::harden_page(page, false);
    write(folder / "policy.txt", host::find_field(page.headers, "Content-Security-Policy"));
}
