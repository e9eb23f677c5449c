#include "plugin_randomness.hpp"

#include "idp_plugin.hpp"

#include <openssl/rand.h>

namespace wecom {

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
        throw idp::failure{.reason = "bug", .detail = "OpenSSL has no random bytes", .audience = IDP_FOR_OPERATOR};
    return out;
}

}  // namespace wecom
