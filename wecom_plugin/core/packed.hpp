#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

namespace wecom {

// Bytes inside a sealed blob: integers big-endian, strings with a 16-bit length. What was sealed is trusted, so a
// reader only has to survive a blob of another version: it fails as a whole.
class packer {
public:
    packer() { bytes_.reserve(512); }
    packer& number(std::uint64_t value) {
        char bytes[8];
        for (auto at = std::rbegin(bytes); at != std::rend(bytes); ++at, value >>= 8)
            *at = static_cast<char>(value & 0xFF);
        bytes_.append(bytes, sizeof bytes);
        return *this;
    }
    packer& text(std::string_view value) {
        bytes_ += static_cast<char>(value.size() >> 8 & 0xFF);
        bytes_ += static_cast<char>(value.size() & 0xFF);
        bytes_ += value;
        return *this;
    }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

class unpacker {
public:
    explicit unpacker(std::string_view bytes) : rest_{bytes} {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (const char c : next(8))
            value = value << 8 | static_cast<unsigned char>(c);
        return value;
    }
    std::string text() { return std::string{next_text()}; }
    // A text of exactly this size.
    template <class Bytes>
    void bytes(Bytes& out) {
        const auto value = next_text();
        if (value.size() != out.size()) failed_ = true;
        if (!failed_) std::copy(value.begin(), value.end(), out.begin());
    }
    // Everything was there, and nothing more.
    bool complete() const { return !failed_ && rest_.empty(); }

private:
    std::string_view next(std::size_t size) {
        if (size > rest_.size()) failed_ = true;
        const auto out = failed_ ? std::string_view{} : rest_.substr(0, size);
        rest_.remove_prefix(out.size());
        return out;
    }
    std::string_view next_text() {
        std::size_t size = 0;
        for (const char c : next(2))
            size = size << 8 | static_cast<unsigned char>(c);
        return next(size);
    }

    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace wecom
