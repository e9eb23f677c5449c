#include "core/shared_record.hpp"

#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

FUZZ_TARGET(shared_record) {
    if (const auto token = unpack_token(input)) {
        holds(!token->value.empty(), "a token is not empty");
        holds(pack(*token) == input, "a token is packed in one way only");
    }
    if (const auto outcome = unpack_outcome(input)) {
        holds(!*outcome || !(*outcome)->subject.empty(), "an account has a subject");
        holds(!*outcome || (*outcome)->who <= verdict::inactive, "an account has a verdict");
        const auto written = pack(*outcome);
        const auto again = unpack_outcome(written);
        holds(again && pack(*again) == written, "an outcome survives packing");
    }
}
