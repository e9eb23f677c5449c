#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

namespace validator {

// Memory that ends where an unmapped page begins: whoever reads or writes beyond it is stopped at the first byte.
// A struct whose size is a multiple of its alignment is aligned.
class guarded {
public:
    explicit guarded(std::size_t size) : size_{size} {
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        const auto usable = (size + page - 1) / page * page;
        mapped_ = usable + page;
        base_ = static_cast<char*>(::mmap(nullptr, mapped_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        if (base_ == MAP_FAILED || ::mprotect(base_, usable, PROT_READ | PROT_WRITE) != 0)
            throw std::system_error{errno, std::generic_category(), "no memory for an argument"};
        data_ = base_ + usable - size;
    }
    explicit guarded(std::string_view bytes) : guarded{bytes.size()} {
        if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
    }
    guarded(guarded&& other) noexcept
        : size_{other.size_}, mapped_{other.mapped_}, base_{std::exchange(other.base_, nullptr)}, data_{other.data_} {}
    ~guarded() {
        if (base_) ::munmap(base_, mapped_);
    }

    char* data() const { return data_; }
    std::size_t size() const { return size_; }
    std::string_view bytes() const { return {data_, size_}; }

    // From now on nobody can touch it, and nobody else's memory will come to be there.
    void close() { ::mprotect(base_, mapped_, PROT_NONE); }

private:
    std::size_t size_, mapped_;
    char *base_, *data_;
};

}  // namespace validator
