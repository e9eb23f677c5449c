#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace wecom {

// Bytes that must not be seen: no stream operator, no conversion, wiped when it ends, compared in constant time.
// reveal() is the one way in, so that a search for it finds every place where a secret is used.
class secret {
public:
    secret() = default;
    explicit secret(std::string bytes) noexcept : bytes_{std::move(bytes)} {}
    explicit secret(std::string_view bytes) : bytes_{bytes} {}
    secret(const secret&) = default;
    secret(secret&& other) noexcept : bytes_{std::move(other.bytes_)} { other.wipe(); }
    secret& operator=(secret other) noexcept {
        bytes_.swap(other.bytes_);
        return *this;
    }
    ~secret() { wipe(); }

    std::string_view reveal() const noexcept { return bytes_; }
    bool empty() const noexcept { return bytes_.empty(); }

    friend bool operator==(const secret& a, const secret& b) noexcept;

private:
    void wipe() noexcept;
    std::string bytes_;
};

// Equal, in a time that depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;

}  // namespace wecom
