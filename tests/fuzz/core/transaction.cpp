#include "core/transaction.hpp"

#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(transaction) {
    if (const auto read = unpack_transaction(input))
        holds(pack(*read) == input, "a transaction is packed in one way only");
    if (const auto read = unpack_grant(input)) {
        const auto written = pack(*read);
        holds(written.size() == input.size(), "nothing of a grant is passed over");
        holds(pack(unpack_grant(written).value()) == written, "a grant survives packing");
    }
}
