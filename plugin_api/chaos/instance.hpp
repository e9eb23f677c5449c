#pragma once

#include "configuration.hpp"
#include "idp_plugin.hpp"
#include "operations.hpp"
#include "sealed_claim.hpp"
#include "shared_block.hpp"
#include "spent_claims.hpp"

#include <atomic>

// Lives from create to destroy. Any thread.
struct idp_instance {
    idp_instance(const idp_host_v1* of, chaos::configuration as, std::string name, chaos::seal with);

    const idp_host_v1* const host;
    const chaos::configuration config;
    const std::string id;
    const std::uint64_t id_fingerprint;
    const chaos::seal sealed;
    const int process;
    chaos::operations operations;
    chaos::spent_claims resolved, redeemed;
    const chaos::block_handle texts;      // what all results of shared_allocation point to
    std::atomic<std::uint32_t> turns;     // of the next login
    std::atomic<std::uint32_t> tickets;   // of the next ticket
    std::atomic<std::uint32_t> calls{0};  // of functions that no login is part of

    std::mutex inside_mutex;
    std::condition_variable left;
    int inside = 0;  // calls

    chaos::behaviour does(std::uint32_t turn) const;
    std::uint64_t now_ms() const;
    const idp_host_kv_v1* store() const;  // null: the host has none
    void log(std::int32_t level, std::uint64_t op_id, std::string_view text) const;
    // Many records, if that is the behaviour.
    void chatter(chaos::behaviour act, std::uint64_t op_id) const;
};

namespace chaos {

// True on a thread that is inside a function or a completion of the host: blocking calls from there would wait for
// themselves.
bool in_host() noexcept;

class host_call {
public:
    host_call() noexcept;
    ~host_call();
    host_call(const host_call&) = delete;

private:
    const bool before_;
};

// A call that is inside: destroy waits for it. Throws idp::failure for null and for another process, which is compared
// before any lock: in a child that lock may be held for ever.
class visit {
public:
    explicit visit(idp_instance* at);
    ~visit();
    visit(const visit&) = delete;

private:
    idp_instance& at_;
};

}  // namespace chaos
