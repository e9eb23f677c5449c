#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

namespace host {

struct tls_files {
    std::string certificate;  // PEM: the server's own, then those that lead to its authority
    std::string key;          // PEM, not encrypted, and readable by its owner alone
};

// What a server shows and accepts: TLS 1.2 with forward secrecy and AEAD, or 1.3; no compression, no renegotiation.
// Throws config_error, which names the file and what is wrong with it.
std::shared_ptr<SSL_CTX> load_tls(const tls_files& from);

}  // namespace host
