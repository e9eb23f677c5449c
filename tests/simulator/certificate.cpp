#include "certificate.hpp"

#include "support/catch.hpp"

#include <stdlib.h>

#include <fstream>

using namespace simulator;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const time_point start{std::chrono::seconds(1795400000)};

struct folder {
    folder() { REQUIRE(mkdtemp(path) != nullptr); }
    ~folder() { fs::remove_all(path); }
    char path[32] = "/tmp/certificate.XXXXXX";
};

std::string read(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a new folder gets an authority and a server certificate", "[certificate]") {
    folder in;
    auto files = prepare_certificates(fs::path(in.path) / "tls", start);
    CHECK(files.ca.filename() == "ca.pem");
    CHECK_THAT(read(files.ca), Catch::Matchers::StartsWith("-----BEGIN CERTIFICATE-----"));
    CHECK_THAT(read(files.chain), Catch::Matchers::StartsWith("-----BEGIN CERTIFICATE-----"));
    CHECK(fs::status(files.key).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("no key of the authority is kept", "[certificate]") {
    folder in;
    prepare_certificates(in.path, start);
    auto count = std::distance(fs::directory_iterator(in.path), fs::directory_iterator());
    CHECK(count == 3);
}

TEST_CASE("good certificates are kept, so that clients keep their authority", "[certificate]") {
    folder in;
    auto before = read(prepare_certificates(in.path, start).ca);
    CHECK(read(prepare_certificates(in.path, start + 100h).ca) == before);
}

TEST_CASE("certificates that end within a day are replaced", "[certificate]") {
    folder in;
    auto before = read(prepare_certificates(in.path, start).ca);
    CHECK(read(prepare_certificates(in.path, start + std::chrono::days(824) + 1s).ca) != before);
}

TEST_CASE("certificates that do not fit together are replaced", "[certificate]") {
    folder in, other;
    auto files = prepare_certificates(in.path, start);
    auto foreign = prepare_certificates(other.path, start);
    auto damaged = GENERATE(0, 1, 2);
    if (damaged == 0) fs::copy_file(foreign.ca, files.ca, fs::copy_options::overwrite_existing);
    if (damaged == 1) fs::copy_file(foreign.key, files.key, fs::copy_options::overwrite_existing);
    if (damaged == 2) std::ofstream(files.chain) << "nothing";
    auto before = read(files.chain);
    prepare_certificates(in.path, start);
    CHECK(read(files.chain) != before);
    CHECK(read(files.ca) != read(foreign.ca));
}

TEST_CASE("a folder that cannot be written is told", "[certificate]") {
    CHECK_THROWS_AS(prepare_certificates("/proc/nowhere", start), std::runtime_error);
}
