#pragma once

#include "message.hpp"

#include <filesystem>
#include <string>

namespace simulator {

// Paths of what a TLS server needs, and of what its clients need.
struct certificate_files {
    std::filesystem::path ca;     // ca.pem: clients trust this
    std::filesystem::path chain;  // server.pem
    std::filesystem::path key;    // server.key, readable by the owner only
};

// Takes the files in `folder` if they are there, fit together, cover every name and are valid for another day;
// otherwise makes a new authority and a server certificate. The authority's key is never written: nobody can make a
// second certificate that its clients would trust. Throws std::runtime_error when the folder cannot be written.
certificate_files prepare_certificates(const std::filesystem::path& folder, time_point now);

}  // namespace simulator
