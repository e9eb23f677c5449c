#pragma once

#include "idp_plugin.h"

#include <atomic>
#include <string>
#include <utility>

namespace chaos {

// One allocation that several results own at the same time, each with its own release, in any order and on any thread.
class shared_block {
public:
    std::string issuer, subject, name, label;

    idp_owned lend() noexcept {
        ++owners_;
        return {[](idp_owned* self) {
                    static_cast<shared_block*>(self->private_data)->give_back();
                    *self = {};
                },
                this};
    }
    void give_back() noexcept {
        if (--owners_ == 0) delete this;
    }

private:
    friend class block_handle;
    ~shared_block() = default;
    std::atomic<int> owners_{1};
};

// The instance's own share.
class block_handle {
public:
    block_handle() : block_{new shared_block} {}
    block_handle(const block_handle&) = delete;
    ~block_handle() { block_->give_back(); }
    shared_block* operator->() const noexcept { return block_; }

private:
    shared_block* const block_;
};

}  // namespace chaos
