// SPDX-License-Identifier: Apache-2.0
//
// C++20 helpers for both sides of idp_plugin.h. Header-only and optional: nothing here crosses the interface.
//
//   plugin   guard() ends every exported function; read_request() and result_slot do what section 2 of the header
//            asks of a callee; storage owns what a result points to.
//   host     provider opens a library and negotiates; instance and owned<> give back what they hold.
#pragma once

#include "idp_plugin.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <any>
#include <cerrno>
#include <cstring>
#include <exception>
#include <filesystem>
#include <forward_list>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

namespace idp {

static_assert(sizeof(idp_str) == 16 && sizeof(idp_list) == 16 && sizeof(idp_owned) == 16, "LP64 only");
static_assert(offsetof(idp_authorize_result, owner) == 8 && offsetof(idp_grant, owner) == 8 &&
              offsetof(idp_account, owner) == 8 && offsetof(idp_config_issues, owner) == 8 &&
              offsetof(idp_bind_ticket, owner) == 8);
static_assert(std::is_standard_layout_v<idp_plugin_v1> && std::is_trivially_copyable_v<idp_plugin_v1>);

// ---- both sides

inline std::string_view view(const idp_str& text) noexcept {
    return text.ptr ? std::string_view{text.ptr, text.len} : std::string_view{};
}

inline idp_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }

// The elements of a list, each in the shape this header knows: a longer element is cut, a shorter one filled with zero.
template <class T>
std::vector<T> elements(const idp_list& list) {
    std::vector<T> out(list.count);
    const auto* at = static_cast<const char*>(list.items);
    for (auto& element : out) {
        std::memcpy(&element, at, std::min<std::size_t>(list.stride, sizeof(T)));
        at += list.stride;
    }
    return out;
}

// A copy of somebody else's struct or table in the shape this header knows, zero where theirs ends. A C++ reference to
// theirs would promise the compiler all sizeof(T) bytes, and gcc 14 then reads a later field before it has looked at
// struct_size: only pointers and copies are safe.
template <class T>
T known(const T* theirs) noexcept {
    T out{};
    std::memcpy(&out, theirs, std::min<std::size_t>(theirs->struct_size, sizeof out));
    return out;
}

// The function at the end of a chain of "is it there" questions: table->field if the table has it, else null.
#define IDP_FUNCTION(type, table, field) (IDP_HAS(type, table, field) ? (table)->field : nullptr)

// ---- plugin side

// The smallest struct_size that a caller may bring: sizeof grows with the header that this is compiled with.
constexpr std::size_t smallest(const idp_create_request*) noexcept { return IDP_CREATE_REQUEST_MINOR_0; }
constexpr std::size_t smallest(const idp_authorize_request*) noexcept { return IDP_AUTHORIZE_REQUEST_MINOR_0; }
constexpr std::size_t smallest(const idp_authorize_result*) noexcept { return IDP_AUTHORIZE_RESULT_MINOR_0; }
constexpr std::size_t smallest(const idp_callback_request*) noexcept { return IDP_CALLBACK_REQUEST_MINOR_0; }
constexpr std::size_t smallest(const idp_grant*) noexcept { return IDP_GRANT_MINOR_0; }
constexpr std::size_t smallest(const idp_resolve_request*) noexcept { return IDP_RESOLVE_REQUEST_MINOR_0; }
constexpr std::size_t smallest(const idp_account*) noexcept { return IDP_ACCOUNT_MINOR_0; }
constexpr std::size_t smallest(const idp_config_issues*) noexcept { return IDP_CONFIG_ISSUES_MINOR_0; }
constexpr std::size_t smallest(const idp_login_options*) noexcept { return IDP_LOGIN_OPTIONS_MINOR_0; }
constexpr std::size_t smallest(const idp_bind_ticket*) noexcept { return IDP_BIND_TICKET_MINOR_0; }
constexpr std::size_t smallest(const idp_http_routes*) noexcept { return IDP_HTTP_ROUTES_MINOR_0; }

// Why a call is refused or failed. Thrown for a broken contract, stored by store(); static texts only, so that
// even "no memory" can be said.
struct failure {
    idp_status status = IDP_E_INTERNAL;
    const char* reason = "bug";
    std::string_view detail{};
    std::string_view public_text{};
    std::uint32_t audience = IDP_FOR_DEVELOPER;
    int http_status = 500;
    std::uint32_t retry_after_ms = 0;
    int upstream_code = 0;
    std::string_view upstream{};
};

namespace detail {

// Copies text, cut at a UTF-8 character, with its NUL.
template <std::size_t N>
void copy_text(char (&to)[N], std::string_view text) noexcept {
    auto size = std::min(text.size(), N - 1);
    while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    if (size > 0) std::memcpy(to, text.data(), size);
    to[size] = '\0';
}

// Writes the bytes of value that the struct at to has room for; its struct_size stays.
template <class T>
void copy_known(T* to, T value) noexcept {
    value.struct_size = to->struct_size;
    std::memcpy(static_cast<void*>(to), &value, std::min<std::size_t>(to->struct_size, sizeof(T)));
}

}  // namespace detail

inline idp_status store(idp_error* err, const failure& why) noexcept {
    if (!err || err->struct_size < sizeof(std::uint32_t)) return why.status;
    idp_error value{};
    value.status = why.status;
    value.audience = why.audience;
    value.retry_after_ms = why.retry_after_ms;
    value.http_status = why.http_status;
    value.upstream_code = why.upstream_code;
    detail::copy_text(value.reason, why.reason);
    detail::copy_text(value.upstream, why.upstream);
    detail::copy_text(value.public_text, why.public_text.empty() ? "Internal error." : why.public_text);
    detail::copy_text(value.detail, why.detail);
    detail::copy_known(err, value);
    return why.status;
}

// The barrier: runs f, which returns idp_status, and lets nothing out. An unknown exception is a failure, never a
// success. what() is not shown, since nobody knows what a library put into it. errno stays as the host had it. A host
// ends the functions of its store with it, without an error.
template <class F>
idp_status guard(idp_error* err, F&& f) noexcept {
    struct errno_keeper {
        int value = errno;
        ~errno_keeper() { errno = value; }
    } keeper;
    try {
        return std::forward<F>(f)();
    } catch (const failure& why) {
        return store(err, why);
    } catch (const std::bad_alloc&) {
        return store(err, {.reason = "no_memory", .detail = "out of memory", .audience = IDP_FOR_OPERATOR});
    } catch (const std::exception& bug) {
        return store(err, {.detail = typeid(bug).name()});
    } catch (...) {
        return store(err, {.detail = "an exception of an unknown type"});
    }
}

[[noreturn]] inline void refuse(const char* reason, std::string_view detail) {
    throw failure{.status = IDP_E_INVALID, .reason = reason, .detail = detail};
}

// A copy of the caller's struct in the shape this header knows, zero where the caller's ends. Refuses null, a size
// below minor 0 and critical flags other than the known ones.
template <class T>
T read_request(const T* request, std::uint32_t known_critical = 0) {
    if (!request) refuse("argument", "a required pointer is null");
    if (request->struct_size < smallest(request)) refuse("struct_size", "struct_size is below that of minor 0");
    if (request->flags & IDP_FLAGS_CRITICAL & ~known_critical)
        throw failure{
            .status = IDP_E_UNSUPPORTED, .reason = "critical_flag", .detail = "an unknown critical flag is set"};
    return known(request);
}

// The caller's result: zero from the first moment, filled at the end or never.
template <class T>
class result_slot {
public:
    explicit result_slot(T* out) : out_{out} {
        if (!out) refuse("argument", "the result pointer is null");
        if (out->struct_size < smallest(out))
            refuse("struct_size", "struct_size of the result is below that of minor 0");
        detail::copy_known(out, T{});
    }
    void fill(const T& value) noexcept { detail::copy_known(out_, value); }

private:
    T* out_;
};

// Owns what a result points to, until the result's release.
class storage {
public:
    idp_str keep(std::string text) {
        if (text.empty()) return {};
        return str(texts_.emplace_front(std::move(text)));
    }

    template <class T>
    idp_list keep(std::vector<T> items) {
        const auto& kept = std::any_cast<std::vector<T>&>(lists_.emplace_front(std::move(items)));
        return {kept.data(), static_cast<std::uint32_t>(kept.size()), sizeof(T)};
    }

    // The last step before result_slot::fill: afterwards the host owns it.
    idp_owned give_away() && {
        return {[](idp_owned* self) {
                    delete static_cast<storage*>(self->private_data);
                    *self = {};
                },
                new storage{std::move(*this)}};
    }

private:
    // Linked, because views into short strings must survive both growth and the move.
    std::forward_list<std::string> texts_;
    std::forward_list<std::any> lists_;
};

// ---- host side

// A result struct that releases itself. T is any struct with an owner at offset 8.
template <class T>
class owned {
public:
    owned() { reset(); }
    owned(owned&& other) noexcept : value_{std::exchange(other.value_, T{})} { other.reset(); }
    owned& operator=(owned&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~owned() { release(); }

    // For the callee: empty, with its size.
    T* out() noexcept {
        release();
        reset();
        return &value_;
    }
    const T& operator*() const noexcept { return value_; }
    const T* operator->() const noexcept { return &value_; }

private:
    void release() noexcept {
        if (value_.owner.release) value_.owner.release(&value_.owner);
    }
    void reset() noexcept {
        value_ = T{};
        value_.struct_size = sizeof(T);
    }
    T value_;
};

inline idp_error make_error() noexcept {
    idp_error err{};
    err.struct_size = sizeof err;
    return err;
}

// Why a file is no usable provider, in a sentence for the person who put it there.
struct load_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// An opened provider library, which is never unmapped. Copies are cheap.
class provider {
public:
    // Opens an absolute path. Refuses a file that somebody other than root and this process's user could change.
    static provider open(const std::filesystem::path& file) { return provider{negotiated(file, entry_of(file)())}; }

    // The same without looking at the table.
    static idp_plugin_entry_v1_fn entry_of(const std::filesystem::path& file) {
        if (!file.is_absolute()) throw load_error{file.string() + ": not an absolute path"};
        const auto before = trusted_identity(file);
        void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (!handle) throw load_error{std::string{"cannot be loaded: "} + ::dlerror()};
        if (before != trusted_identity(file)) throw load_error{file.string() + ": was replaced while it was loaded"};
        void* entry = ::dlsym(handle, IDP_PLUGIN_ENTRY_V1);
        if (!entry) throw load_error{file.string() + ": no " IDP_PLUGIN_ENTRY_V1 ": not a provider of ABI major 1"};
        return reinterpret_cast<idp_plugin_entry_v1_fn>(entry);
    }

    // Both in the shape this header knows, as long as this provider or a copy of it lives.
    const idp_plugin_v1& table() const noexcept { return known_->table; }
    const idp_descriptor& descriptor() const noexcept { return known_->descriptor; }

    // In the library's own shape: IDP_FUNCTION looks.
    template <class Extension>
    const Extension* extension(const char* id) const noexcept {
        return static_cast<const Extension*>(table().get_extension(id));
    }

private:
    struct shape {
        idp_plugin_v1 table;
        idp_descriptor descriptor;
    };

    explicit provider(const idp_plugin_v1* theirs)
        : known_{std::make_shared<const shape>(shape{known(theirs), known(theirs->descriptor)})} {}

    // Device and inode of a file that passes the trust check, made on the opened file.
    static std::pair<dev_t, ino_t> trusted_identity(const std::filesystem::path& file) {
        const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) throw load_error{file.string() + ": " + std::strerror(errno)};
        struct stat st {};
        const int failed = ::fstat(fd, &st);
        ::close(fd);
        if (failed || !S_ISREG(st.st_mode)) throw load_error{file.string() + ": not a regular file"};
        if (st.st_uid != 0 && st.st_uid != ::geteuid())
            throw load_error{file.string() +
                             ": owned by somebody else; chown it to root or to the user of this service"};
        if (st.st_mode & (S_IWGRP | S_IWOTH))
            throw load_error{file.string() + ": writable by group or others; chmod go-w it"};
        return {st.st_dev, st.st_ino};
    }

    static const idp_plugin_v1* negotiated(const std::filesystem::path& file, const idp_plugin_v1* table) {
        if (!table || table->struct_size < IDP_PLUGIN_V1_MINOR_0 || !table->descriptor ||
            table->descriptor->struct_size < IDP_DESCRIPTOR_MINOR_0 || !table->create || !table->destroy ||
            !table->build_authorize_url || !table->prepare || !table->handle_callback || !table->resolve_account ||
            !table->cancel || !table->get_extension)
            throw load_error{file.string() + ": its table is incomplete"};
        if (table->flags & IDP_FLAGS_CRITICAL)
            throw load_error{file.string() + ": needs a feature this host does not know"};
        if (table->min_host_minor > IDP_ABI_MINOR)
            throw load_error{file.string() + ": needs host ABI 1." + std::to_string(table->min_host_minor) +
                             ", this is 1." + std::to_string(IDP_ABI_MINOR)};
        return table;
    }

    std::shared_ptr<const shape> known_;
};

// A provider's instance. Destroyed with it; no call may be running then.
class instance {
public:
    // On failure the instance is empty and err says why.
    instance(const provider& from, const idp_host_v1& host, const idp_create_request& request, idp_error& err)
        : from_{from} {
        table().create(&host, &request, &self_, &err);
    }
    instance(instance&& other) noexcept : from_{std::move(other.from_)}, self_{std::exchange(other.self_, nullptr)} {}
    instance& operator=(instance&& other) noexcept {
        std::swap(from_, other.from_);
        std::swap(self_, other.self_);
        return *this;
    }
    ~instance() { reset(); }

    // Destroys it now. Calls that are inside end and return; none may begin.
    void reset() noexcept {
        if (self_) table().destroy(self_);
        self_ = nullptr;
    }

    explicit operator bool() const noexcept { return self_ != nullptr; }
    idp_instance* get() const noexcept { return self_; }
    const idp_plugin_v1& table() const noexcept { return from_.table(); }

private:
    provider from_;
    idp_instance* self_ = nullptr;
};

}  // namespace idp
