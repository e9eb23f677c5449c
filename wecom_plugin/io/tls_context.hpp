#pragma once

#include "core/error.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace wecom {

// What a connection trusts: TLS 1.2 or newer, the system's certificate authorities by explicit path, and those of
// ca_file if it is not empty. The environment (SSL_CERT_FILE, SSLKEYLOGFILE and the like) has no say. errc::ca_file if
// nothing can be trusted or ca_file cannot be read. Reads files: never call it under a lock.
result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const std::string& ca_file);

}  // namespace wecom
