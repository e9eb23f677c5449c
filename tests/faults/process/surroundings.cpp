// The host's locale, time zone and files.

#include "faults/process/app.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "support/environment.hpp"
#include "validator/process/child.hpp"

#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <locale>
#include <stdexcept>

using namespace process_faults;
using namespace process;
namespace fs = std::filesystem;

namespace {

class temporary_directory {
public:
    temporary_directory() {
        auto pattern = (fs::temp_directory_path() / "surroundings-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error{"no temporary directory"};
        path = pattern;
    }
    ~temporary_directory() { fs::remove_all(path); }
    fs::path path;
};

// The C library's locale of that name, compiled from its source: a machine need not have it.
void make_locale(const std::string& name, const fs::path& into) {
    const auto command = "localedef -i " + name + " -f UTF-8 '" + (into / (name + ".UTF-8")).string() + "' 2>/dev/null";
    (void)std::system(command.c_str());
}

std::string login_in_locale(const wecom_process& wecom, const char* name, const char* proof) {
    if (!std::setlocale(LC_ALL, name)) return "no such locale";
    std::locale::global(std::locale{name});
    char point[16];
    std::snprintf(point, sizeof point, "%.1f", 0.5);
    if (std::string{point} + static_cast<char>(std::toupper('i')) != proof)
        return std::string{"not that locale: "} + point;
    app host{wecom.config()};
    return host.log_in("INDIGO_ILI").story() + ", " + host.log_in("Title.I-1").story();
}

void write(const fs::path& file, std::string_view text) { std::ofstream{file} << text; }

std::string create_with(const wecom_process& wecom, const fs::path& ca_file) {
    const auto end = creation(wecom.config({{"network", {{"ca_file", ca_file.string()}}}}));
    // Whose problem it is, and which file.
    if (end.status == IDP_E_CONFIG)
        CHECK((end.detail.find(ca_file.string()) != end.detail.npos && end.audience == IDP_FOR_OPERATOR));
    return end.story();
}

}  // namespace

TEST_CASE("F89: the host speaks Turkish or German", "[process]") {
    const temporary_directory locales;
    const environment_variable path{"LOCPATH", locales.path.string()};
    for (const auto* name : {"tr_TR", "de_DE"})
        make_locale(name, locales.path);
    wecom_process wecom;
    CHECK(said_by_a_child([&] { return login_in_locale(wecom, "tr_TR.UTF-8", "0,5i"); }) ==
          "OK indigo_ili, OK title.i-1");
    CHECK(said_by_a_child([&] { return login_in_locale(wecom, "de_DE.UTF-8", "0,5I"); }) ==
          "OK indigo_ili, OK title.i-1");
}

TEST_CASE("F89: the time zone changes while somebody is at WeCom", "[process]") {
    wecom_process wecom;
    app host{wecom.config()};
    const auto zone = GENERATE(as<std::string>{}, "Asia/Shanghai", "UTC+12", "XYZ-13:30DST");
    const auto token = host.come_back("alice");
    const environment_variable moved{"TZ", zone};
    ::tzset();
    CHECK(host.resolve(token).story() == "OK alice");
    CHECK(host.log_in("bob").story() == "OK bob");
}

TEST_CASE("F91: a file of authorities that cannot be used is refused at create", "[process]") {
    const temporary_directory files;
    wecom_process wecom;
    const auto ca = files.path / "ca.pem";
    SECTION("missing") { CHECK(create_with(wecom, ca) == "-2 ca_file"); }
    SECTION("empty") {
        write(ca, "");
        CHECK(create_with(wecom, ca) == "-2 ca_file");
    }
    SECTION("garbage") {
        write(ca, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        CHECK(create_with(wecom, ca) == "-2 ca_file");
        write(ca, std::string(100'000, '\xff'));
        CHECK(create_with(wecom, ca) == "-2 ca_file");
    }
    SECTION("a directory") { CHECK(create_with(wecom, files.path) == "-2 ca_file"); }
    SECTION("unreadable") {
        fs::copy_file(wecom.ca_file(), ca);
        CHECK(create_with(wecom, ca) == "OK ");
        fs::permissions(ca, fs::perms::none);
        const auto config = wecom.config({{"network", {{"ca_file", ca.string()}}}});
        const auto library = idp::provider::open(plugin_file());  // which nobody may be unable to reach
        std::string refusal;
        const auto nobody = 65534u;
        ::setfsuid(nobody);  // of this thread only; root would read it all the same
        try {
            const app host{library.table(), config};
        } catch (const std::runtime_error& why) {
            refusal = why.what();
        }
        ::setfsuid(::geteuid());
        CHECK(refusal.starts_with("/network/ca_file: "));
    }
}

TEST_CASE("F91: a file of authorities that changes is read again by a new instance, not by the old one", "[process]") {
    const temporary_directory files;
    const auto ca = files.path / "ca.pem";
    wecom_process wecom, other;
    const auto config = [&](const wecom_process& at) { return at.config({{"network", {{"ca_file", ca.string()}}}}); };
    fs::copy_file(wecom.ca_file(), ca);
    app old{config(wecom)};
    CHECK(old.log_in("alice").story() == "OK alice");

    fs::copy_file(other.ca_file(), ca, fs::copy_options::overwrite_existing);
    CHECK(old.log_in("close_1").story() == "-8 ambiguous");
    CHECK(old.log_in("bob").story() == "OK bob");
    CHECK(wecom.book().connections >= 2);
    // A swap: the new instance is made before the old one is destroyed.
    app swapped{config(other), "new"};
    CHECK(swapped.log_in("carol").story() == "OK carol");
    CHECK(app{config(wecom), "newer"}.log_in().story() == "-5 tls_cert");
}
