#include "store/one_time_records.hpp"

#include "store/database.hpp"
#include "store/key_file.hpp"
#include "web/token.hpp"

namespace host {
namespace {

std::string about(std::string_view name) { return "one_time_record " + std::string{name}; }

}  // namespace

void one_time_records::put(std::string_view key, std::string_view value, wall_time expires) {
    const auto name = fingerprint(key);
    const auto sealed = keys_.seal(value, about(name));
    writer change{data_};
    change->execute("INSERT OR REPLACE INTO one_time_records (fingerprint, sealed_value, expires) VALUES (?, ?, ?)",
                    blob{name}, blob{sealed}, expires);
    change.commit();
}

std::optional<std::string> one_time_records::peek(std::string_view key, wall_time now) const {
    const auto name = fingerprint(key);
    reader at{data_};
    auto row =
        at->query("SELECT sealed_value FROM one_time_records WHERE fingerprint = ? AND expires > ?", blob{name}, now);
    if (!row.step()) return std::nullopt;
    return keys_.open(row.text(0), about(name));
}

std::optional<std::string> one_time_records::take(std::string_view key, wall_time now) {
    if (!peek(key, now)) return std::nullopt;  // so that guessing writes nothing
    const auto name = fingerprint(key);
    std::string sealed;
    writer change{data_};
    {
        auto row =
            change->query("DELETE FROM one_time_records WHERE fingerprint = ? RETURNING sealed_value", blob{name});
        if (!row.step()) return std::nullopt;
        sealed = row.text(0);
    }
    change.commit();
    return keys_.open(sealed, about(name));
}

void one_time_records::forget_expired(wall_time now) {
    writer change{data_};
    change->execute("DELETE FROM one_time_records WHERE expires <= ?", now);
    change.commit();
}

}  // namespace host
