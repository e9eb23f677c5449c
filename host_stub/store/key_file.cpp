#include "store/key_file.hpp"

#include "config_file.hpp"
#include "store/aes_gcm.hpp"
#include "store/file_descriptor.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>

namespace host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_size = 32, nonce_size = 12;

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
    throw config_error{file.string() + ": " + why};
}

void check_owner_and_mode(int opened, const fs::path& file) {
    struct stat found {};
    if (::fstat(opened, &found) != 0) refuse(file, std::strerror(errno));
    if (!S_ISREG(found.st_mode)) refuse(file, "has to be a regular file");
    if (found.st_uid != ::geteuid()) refuse(file, "has to belong to the user that runs this program; chown it");
    if ((found.st_mode & 077) != 0) refuse(file, "may be read by others: chmod 600, and think whether somebody did");
    if (found.st_size != static_cast<off_t>(key_size))
        refuse(file, "has to hold 32 bytes and holds " + std::to_string(found.st_size) +
                         ": it was cut short or is another file; restore it from the backup");
}

// Nothing, if there is none.
std::optional<std::string> read_key(const fs::path& file) {
    const file_descriptor opened{::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
    if (!opened) {
        if (errno == ENOENT) return std::nullopt;
        if (errno == ELOOP) refuse(file, "is a symbolic link; put the key file itself there");
        refuse(file, "cannot be read: " + std::string{std::strerror(errno)});
    }
    check_owner_and_mode(opened.number(), file);
    std::string out(key_size, '\0');
    if (::read(opened.number(), out.data(), out.size()) != static_cast<ssize_t>(out.size()))
        refuse(file, "cannot be read to its end");
    return out;
}

std::string hexadecimal(std::string_view bytes) {
    std::string out;
    for (const unsigned char byte : bytes) {
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

void write_all(const fs::path& file, std::string_view content) {
    const file_descriptor made{::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600)};
    if (!made || ::write(made.number(), content.data(), content.size()) != static_cast<ssize_t>(content.size()) ||
        ::fsync(made.number()) != 0)
        refuse(file, "cannot be written: " + std::string{std::strerror(errno)} +
                         "; the store needs a folder that this user may write, with room in it");
}

// The key gets its name when all of it is on the disk. Of several processes one gives it; the others read that one.
void make_key(const fs::path& file, const ambient& outside) {
    const fs::path unnamed = file.string() + ".new-" + hexadecimal(outside.random_bytes(8));
    auto key = outside.random_bytes(key_size);
    try {
        write_all(unnamed, key);
        OPENSSL_cleanse(key.data(), key.size());
        if (::link(unnamed.c_str(), file.c_str()) != 0 && errno != EEXIST)
            refuse(file, "cannot be made: " + std::string{std::strerror(errno)});
    } catch (...) {
        ::unlink(unnamed.c_str());
        throw;
    }
    ::unlink(unnamed.c_str());
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    const file_descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened || ::fsync(opened.number()) != 0) refuse(folder, std::strerror(errno));
}

std::string read_or_make(const fs::path& file, const ambient& outside) {
    if (auto key = read_key(file)) return std::move(*key);
    make_key(file, outside);
    if (auto key = read_key(file)) return std::move(*key);
    refuse(file, "was removed at this moment; start again");
}

}  // namespace

key_file::key_file(const fs::path& file, const ambient& outside)
    : key_{read_or_make(file, outside)}, store_key_{derive("store")}, outside_{outside} {}

key_file::~key_file() {
    OPENSSL_cleanse(key_.data(), key_.size());
    OPENSSL_cleanse(store_key_.data(), store_key_.size());
}

std::string key_file::derive(std::string_view label) const {
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr), &EVP_KDF_free};
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context{EVP_KDF_CTX_new(kdf.get()),
                                                                            &EVP_KDF_CTX_free};
    char digest[] = "SHA256";
    std::string key{key_}, info{label};
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key.data(), key.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
        OSSL_PARAM_construct_end(),
    };
    std::string out(key_size, '\0');
    const bool done = context && EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                                parameters) == 1;
    OPENSSL_cleanse(key.data(), key.size());
    if (!done) throw std::bad_alloc{};
    return out;
}

std::string key_file::seal(std::string_view plain, std::string_view about) const {
    return aes_gcm::seal(store_key_, outside_.random_bytes(nonce_size), plain, about);
}

std::optional<std::string> key_file::open(std::string_view sealed, std::string_view about) const {
    return aes_gcm::open(store_key_, sealed, about);
}

}  // namespace host
