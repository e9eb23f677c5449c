// The program's own definitions of these functions come before those of the C library, for all libraries that it loads.

#include "faults/process/failing_memory.hpp"

#include <dlfcn.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

namespace process_faults {
namespace {

std::atomic<bool> armed{false};
std::atomic<long> counted{0}, failed{0}, number_of{0};
std::atomic<failing_memory::which> failing{failing_memory::which::this_one};

bool is_chosen(long count) {
    switch (failing) {
        case failing_memory::which::this_one: return count == number_of;
        case failing_memory::which::from_here_on: return count >= number_of;
        case failing_memory::which::every: return count % number_of == 0;
    }
    return false;
}

// Of the dynamic linker, which ends the process when there is no memory for what is local to a thread.
bool is_of_the_linker(void* caller) {
    Dl_info where{};
    return ::dladdr(caller, &where) != 0 && std::strstr(where.dli_fname, "/ld-linux") != nullptr;
}

bool fails(void* caller) {
    if (!armed || !is_chosen(++counted)) return false;
    ++failed;
    if (is_of_the_linker(caller)) return false;
    errno = ENOMEM;
    return true;
}

}  // namespace

failing_memory::failing_memory(long number, which of) {
    number_of = number;
    failing = of;
    counted = failed = 0;
    armed = true;
}
failing_memory::~failing_memory() { armed = false; }
long failing_memory::failures() { return failed; }
long failing_memory::allocations() { return counted; }

}  // namespace process_faults

using process_faults::fails;

#define REPLACES __attribute__((visibility("default")))

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)

// Sanitizers have a malloc of their own; what C++ allocates can still fail.
namespace {
void* allocate_or_null(std::size_t size) noexcept {
    return fails(__builtin_return_address(0)) ? nullptr : std::malloc(size);
}
void* allocate(std::size_t size) {
    void* const out = allocate_or_null(size);
    return out ? out : throw std::bad_alloc{};
}
}  // namespace

REPLACES void* operator new(std::size_t size) { return allocate(size); }
REPLACES void* operator new[](std::size_t size) { return allocate(size); }
REPLACES void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate_or_null(size); }
REPLACES void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate_or_null(size); }
REPLACES void operator delete(void* at) noexcept { std::free(at); }
REPLACES void operator delete[](void* at) noexcept { std::free(at); }
REPLACES void operator delete(void* at, std::size_t) noexcept { std::free(at); }
REPLACES void operator delete[](void* at, std::size_t) noexcept { std::free(at); }

#else

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

REPLACES void* malloc(std::size_t size) { return fails(__builtin_return_address(0)) ? nullptr : __libc_malloc(size); }
REPLACES void* calloc(std::size_t count, std::size_t size) {
    return fails(__builtin_return_address(0)) ? nullptr : __libc_calloc(count, size);
}
REPLACES void* realloc(void* old, std::size_t size) {
    return fails(__builtin_return_address(0)) ? nullptr : __libc_realloc(old, size);
}
REPLACES void* memalign(std::size_t to, std::size_t size) {
    return fails(__builtin_return_address(0)) ? nullptr : __libc_memalign(to, size);
}
REPLACES void* aligned_alloc(std::size_t to, std::size_t size) {
    return fails(__builtin_return_address(0)) ? nullptr : __libc_memalign(to, size);
}
REPLACES int posix_memalign(void** out, std::size_t to, std::size_t size) {
    if (fails(__builtin_return_address(0))) return ENOMEM;
    *out = __libc_memalign(to, size);
    return *out ? 0 : ENOMEM;
}
}

#endif
