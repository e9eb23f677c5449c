#pragma once

#include "core/error.hpp"
#include "core/transaction.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wecom {

// What the browser brought, and what it must agree with.
struct callback {
    std::string_view query;
    std::vector<std::string_view> transactions;
    std::string_view redirect_uri, purpose, binding;  // an empty purpose accepts any
};

struct accepted_callback {
    std::size_t transaction_index = 0;
    transaction sealed;
    grant granted;
};

// Opens, compares in constant time, parses. Same input, same answer: nothing is remembered and a refusal burns nothing.
result<accepted_callback> accept_callback(const callback& brought, const sealer& transactions,
                                          std::string_view instance_hash, std::string_view corpid, wall_ms now);

}  // namespace wecom
