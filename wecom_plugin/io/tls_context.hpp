#pragma once

#include "core/error.hpp"

#include <boost/asio/ssl/context.hpp>

#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace wecom {

// How the name of a host is compared with those of a certificate.
constexpr unsigned host_comparison = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;

// What a connection trusts: TLS 1.2 or newer, the system's certificate authorities by explicit path, and those of
// ca_file if it is not empty. The environment (SSL_CERT_FILE, SSLKEYLOGFILE and the like) has no say. errc::ca_file if
// nothing can be trusted or ca_file cannot be read. Reads files: never call it under a lock.
result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const std::string& ca_file);

// The state of the files that it would read, as a text: after a change it is another. Reads no file.
std::string trust_sources(const std::string& ca_file);

}  // namespace wecom
