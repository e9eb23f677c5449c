#include "core/encoding.hpp"
#include "core/seal.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

// What comes back from browsers and from the host's store.
FUZZ_TARGET(sealed) {
    static const sealer seals{"kv", {secret{std::string(32, 'k')}, secret{std::string(32, 'o')}}};
    static const auto ours = seals.seal("a token", std::string(nonce_size, 'n'), "token");
    const auto bytes = base64url_decode(input);
    if (!bytes) return;
    const auto plain = seals.open(*bytes, "token");
    holds(!plain || (input == ours && plain->reveal() == "a token"), "what we did not seal does not open");
    holds(!seals.open(*bytes, "outcome"), "nothing opens under another name");
}
