#include "store/audit.hpp"

#include "store/database.hpp"

namespace host {
namespace {

// At most 512 bytes, and no half of a character.
std::string_view kept(std::string_view text) {
    constexpr std::size_t most = 512;
    if (text.size() <= most) return text;
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end);
}

audit_entry read_entry(const statement& row) {
    return {.at = row.time(1),
            .tenant_id = row.text(2),
            .kind = row.text(3),
            .actor = row.text(4),
            .subject = row.text(5),
            .provider = row.text(6),
            .detail = row.text(7),
            .address = row.text(8),
            .id = static_cast<std::uint64_t>(row.number(0))};
}

}  // namespace

void audit::add(const audit_entry& what) {
    writer change{data_};
    change->execute(
        "INSERT INTO audit (at, tenant_id, kind, actor, subject, provider, detail, address) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        what.at, what.tenant_id, kept(what.kind), kept(what.actor), kept(what.subject), kept(what.provider),
        kept(what.detail), kept(what.address));
    change.commit();
}

audit_extract audit::list(std::string_view tenant_id, std::string_view kind, std::size_t page,
                          std::size_t page_size) const {
    const std::string which = kind.empty() ? "FROM audit WHERE tenant_id = ?1 AND ?2 = '' "
                                           : "FROM audit WHERE tenant_id = ?1 AND kind = ?2 ";
    audit_extract out;
    reader at{data_};
    auto total = at->query("SELECT count(*) " + which, tenant_id, kind);
    total.step();
    out.total = static_cast<std::uint64_t>(total.number(0));
    auto rows = at->query("SELECT id, at, tenant_id, kind, actor, subject, provider, detail, address " + which +
                              "ORDER BY id DESC LIMIT ?3 OFFSET ?4",
                          tenant_id, kind, page_size, (page > 0 ? page - 1 : 0) * page_size);
    while (rows.step())
        out.entries.push_back(read_entry(rows));
    return out;
}

std::size_t audit::forget_before(wall_time when) {
    writer change{data_};
    const auto gone = change->execute("DELETE FROM audit WHERE at < ?", when);
    change.commit();
    return static_cast<std::size_t>(gone);
}

}  // namespace host
