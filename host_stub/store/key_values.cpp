#include "store/key_values.hpp"

#include "store/database.hpp"

#include <algorithm>
#include <stdexcept>

namespace host {
namespace {

constexpr std::size_t longest_key = 128, largest_value = 64 << 10;

void check_key(std::string_view key) {
    const bool good = !key.empty() && key.size() <= longest_key && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view{"._:/-"}.find(c) != std::string_view::npos;
    });
    if (!good) throw std::invalid_argument{"a key has to be 1 to 128 of A-Z, a-z, 0-9 and ._:/-"};
}

void check_value(std::string_view value) {
    if (value.size() > largest_value) throw std::invalid_argument{"a value may have at most 64 KiB"};
}

}  // namespace

std::optional<std::string> key_values::get(std::string_view key) const {
    check_key(key);
    reader at{data_};
    auto row = at->query("SELECT value FROM key_values WHERE key = ? AND expires > ?", key, outside_.now());
    if (!row.step()) return std::nullopt;
    return row.text(0);
}

void key_values::put(std::string_view key, std::string_view value, std::chrono::milliseconds ttl) {
    check_key(key);
    check_value(value);
    writer change{data_};
    change->execute("INSERT OR REPLACE INTO key_values (key, value, expires) VALUES (?, ?, ?)", key, blob{value},
                    outside_.now() + ttl);
    change.commit();
}

bool key_values::put_if_absent(std::string_view key, std::string_view value, std::chrono::milliseconds ttl) {
    check_key(key);
    check_value(value);
    writer change{data_};
    const auto now = outside_.now();
    if (change->execute("INSERT INTO key_values (key, value, expires) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE "
                        "SET value = ?2, expires = ?3 WHERE expires <= ?4",
                        key, blob{value}, now + ttl, now) == 0)
        return false;
    change.commit();
    return true;
}

std::size_t key_values::forget_expired() {
    writer change{data_};
    const auto gone = change->execute("DELETE FROM key_values WHERE expires <= ?", outside_.now());
    change.commit();
    return static_cast<std::size_t>(gone);
}

}  // namespace host
