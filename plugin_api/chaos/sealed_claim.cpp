#include "sealed_claim.hpp"

#include <sys/random.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <type_traits>

namespace chaos {
namespace {

static_assert(std::is_trivially_copyable_v<claim>);

constexpr std::size_t mac_size = 16;
constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// SipHash-2-4 (Aumasson, Bernstein 2012).
class sip_hash {
public:
    sip_hash(std::uint64_t key0, std::uint64_t key1)
        : v_{key0 ^ 0x736F6D6570736575u, key1 ^ 0x646F72616E646F6Du, key0 ^ 0x6C7967656E657261u,
             key1 ^ 0x7465646279746573u} {}

    std::uint64_t of(const unsigned char* bytes, std::size_t size) {
        const auto length = static_cast<std::uint64_t>(size);
        for (; size >= 8; size -= 8, bytes += 8)
            absorb(word(bytes, 8));
        absorb(length << 56 | word(bytes, size));
        v_[2] ^= 0xFF;
        for (int i = 0; i < 4; ++i)
            round();
        return v_[0] ^ v_[1] ^ v_[2] ^ v_[3];
    }

private:
    static std::uint64_t word(const unsigned char* bytes, std::size_t size) {
        std::uint64_t out = 0;
        for (std::size_t i = 0; i < size; ++i)
            out |= static_cast<std::uint64_t>(bytes[i]) << 8 * i;
        return out;
    }
    void absorb(std::uint64_t m) {
        v_[3] ^= m;
        round();
        round();
        v_[0] ^= m;
    }
    void round() {
        auto& [a, b, c, d] = v_;
        a += b, b = std::rotl(b, 13) ^ a, a = std::rotl(a, 32);
        c += d, d = std::rotl(d, 16) ^ c;
        a += d, d = std::rotl(d, 21) ^ a;
        c += b, b = std::rotl(b, 17) ^ c, c = std::rotl(c, 32);
    }
    std::array<std::uint64_t, 4> v_;
};

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

void fill_with_random(void* to, std::size_t size) {
    if (::getrandom(to, size, 0) != static_cast<ssize_t>(size)) throw std::runtime_error{"getrandom"};
}

using mac = std::array<std::uint64_t, 2>;
static_assert(sizeof(mac) == mac_size);

mac mac_of(const std::array<std::uint64_t, 4>& key, std::string_view message) {
    return {sip_hash{key[0], key[1]}.of(bytes_of(message), message.size()),
            sip_hash{key[2], key[3]}.of(bytes_of(message), message.size())};
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    if (text.size() % 4 != 0) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = digits.find(text[i]);
        if (digit == digits.npos) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        if (i % 4 != 3) continue;
        for (const int shift : {16, 8, 0})
            out += static_cast<char>(bits >> shift & 0xFF);
        bits = 0;
    }
    return out;
}

}  // namespace

void claim::set_purpose(std::string_view to) { std::copy(to.begin(), to.end(), purpose.begin()); }

void claim::set_text(std::string_view to) {
    if (to.size() > text.size()) throw std::length_error{"a claim's text"};
    std::copy(to.begin(), to.end(), text.begin());
    text_size = static_cast<std::uint16_t>(to.size());
}

std::string_view claim::purpose_view() const {
    return {purpose.data(),
            static_cast<std::size_t>(std::find(purpose.begin(), purpose.end(), '\0') - purpose.begin())};
}

std::uint64_t fingerprint(std::string_view text) { return sip_hash{1, 2}.of(bytes_of(text), text.size()); }

std::array<unsigned char, 18> random_nonce() {
    std::array<unsigned char, 18> out;
    fill_with_random(out.data(), out.size());
    return out;
}

std::string to_base64url(const unsigned char* bytes, std::size_t size) {
    std::string out;
    for (std::size_t i = 0; i + 2 < size; i += 3) {
        const auto group = static_cast<std::uint32_t>(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]);
        for (const int shift : {18, 12, 6, 0})
            out += digits[group >> shift & 63];
    }
    return out;
}

seal::seal(const std::vector<std::string_view>& keys) : keys_(std::max<std::size_t>(keys.size(), 1)) {
    if (keys.empty()) fill_with_random(keys_.front().data(), sizeof(key));
    for (std::size_t i = 0; i < keys.size(); ++i)
        for (std::uint64_t part = 0; part < 4; ++part) {
            // Derived, so that no other plugin with the same seal keys can make a claim of ours.
            std::array<std::uint64_t, 2> first{};
            std::memcpy(first.data(), keys[i].data(), sizeof first);
            const auto rest = std::string{keys[i].substr(sizeof first)} + "chaos" + static_cast<char>(part);
            keys_[i][part] = sip_hash{first[0], first[1]}.of(bytes_of(rest), rest.size());
        }
}

std::string seal::close(const claim& what, std::size_t at_least) const {
    const auto used = mac_size + offsetof(claim, text) + what.text_size;
    std::string raw(std::max((used + 2) / 3, at_least / 4) * 3, '\0');
    std::memcpy(raw.data() + mac_size, &what, used - mac_size);
    const auto proof = mac_of(keys_.front(), std::string_view{raw}.substr(mac_size));
    std::memcpy(raw.data(), proof.data(), mac_size);
    return to_base64url(bytes_of(raw), raw.size());
}

std::optional<claim> seal::open(std::string_view token, claim_kind kind) const {
    const auto raw = from_base64url(token);
    if (!raw || raw->size() < mac_size + offsetof(claim, text)) return std::nullopt;
    mac brought;
    std::memcpy(brought.data(), raw->data(), mac_size);
    bool genuine = false;
    for (const auto& one : keys_) {
        const auto expected = mac_of(one, std::string_view{*raw}.substr(mac_size));
        genuine |= ((expected[0] ^ brought[0]) | (expected[1] ^ brought[1])) == 0;
    }
    claim out;
    std::memcpy(&out, raw->data() + mac_size, std::min(raw->size() - mac_size, sizeof out));
    return genuine && out.kind == kind ? std::optional{out} : std::nullopt;
}

}  // namespace chaos
