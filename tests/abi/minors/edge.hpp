#pragma once

// Structs in front of a page that is not mapped: one byte too much, read or written, ends the process.

#include "growth.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>

namespace minors {

inline void require(bool so, const std::string& what) {
    if (so) return;
    std::cerr << "not so: " << what << '\n';
    std::exit(1);
}

// A struct whose last byte is the last byte of its page.
template <class T>
class at_the_edge {
public:
    at_the_edge() {
        void* const pages = ::mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        require(pages != MAP_FAILED, "there is memory");
        value_ = new (static_cast<char*>(pages) + page - sizeof(T)) T{};
        value_->struct_size = sizeof(T);
        require(::mprotect(value_ + 1, page, PROT_NONE) == 0, "a page can be taken away");
    }
    at_the_edge(const at_the_edge&) = delete;
    ~at_the_edge() { ::munmap(reinterpret_cast<char*>(value_ + 1) - page, 2 * page); }

    T* get() { return value_; }
    T* operator->() { return value_; }
    T& operator*() { return *value_; }

private:
    static constexpr std::size_t page = 4096;
    T* value_;
};

// What the host fills: with the field of the later minor, if it has one.
template <class T>
struct request : at_the_edge<T> {
    request() { set_later(**this); }
};

// What the provider fills, or leaves zero.
template <class T>
struct result : at_the_edge<T> {
    ~result() {
        if ((*this)->owner.release) (*this)->owner.release(&(*this)->owner);
    }
    bool is_zero() {
        T zero{};
        zero.struct_size = sizeof(T);
        return !std::memcmp(this->get(), &zero, sizeof zero);
    }
};

}  // namespace minors
