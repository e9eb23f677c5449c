#include "web/metrics.hpp"

#include "support/catch.hpp"

#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

using namespace host;
using std::chrono::milliseconds;

namespace {

const std::string quiet = R"(# HELP idp_host_build_info 1, with the version of this program.
# TYPE idp_host_build_info gauge
idp_host_build_info{version=")" IDP_HOST_VERSION R"("} 1
# HELP idp_host_uptime_seconds Since this program began to serve.
# TYPE idp_host_uptime_seconds gauge
idp_host_uptime_seconds 7
# HELP idp_host_open_connections Connections of clients, idle ones included.
# TYPE idp_host_open_connections gauge
idp_host_open_connections 0
# HELP idp_host_http_requests_total Requests that were answered, by class of status.
# TYPE idp_host_http_requests_total counter
idp_host_http_requests_total{class="1xx"} 0
idp_host_http_requests_total{class="2xx"} 0
idp_host_http_requests_total{class="3xx"} 0
idp_host_http_requests_total{class="4xx"} 0
idp_host_http_requests_total{class="5xx"} 0
# HELP idp_host_http_request_seconds From a request's last byte to its answer's.
# TYPE idp_host_http_request_seconds histogram
idp_host_http_request_seconds_bucket{le="0.005"} 0
idp_host_http_request_seconds_bucket{le="0.01"} 0
idp_host_http_request_seconds_bucket{le="0.025"} 0
idp_host_http_request_seconds_bucket{le="0.05"} 0
idp_host_http_request_seconds_bucket{le="0.1"} 0
idp_host_http_request_seconds_bucket{le="0.25"} 0
idp_host_http_request_seconds_bucket{le="0.5"} 0
idp_host_http_request_seconds_bucket{le="1"} 0
idp_host_http_request_seconds_bucket{le="2.5"} 0
idp_host_http_request_seconds_bucket{le="5"} 0
idp_host_http_request_seconds_bucket{le="10"} 0
idp_host_http_request_seconds_bucket{le="+Inf"} 0
idp_host_http_request_seconds_sum 0
idp_host_http_request_seconds_count 0
# HELP idp_host_logins_total Logins that came back from the provider, by how they ended.
# TYPE idp_host_logins_total counter
# HELP idp_host_upstream_errors_total Logins that the provider's side failed, by reason.
# TYPE idp_host_upstream_errors_total counter
# HELP idp_host_login_seconds How long the provider took to tell who it is.
# TYPE idp_host_login_seconds histogram
)";

// Samples by name and labels. Every line has to follow the rules of the format: a family has one HELP and one TYPE,
// its samples come together and none twice, and a histogram grows up to its count.
std::map<std::string, double> samples_of(const std::string& text) {
    static const std::regex head{R"re(# (HELP|TYPE) ([a-z_]+) .+)re"};
    static const std::regex sample{
        R"re(([a-z_]+)(\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\})? (\S+))re"};
    static const std::regex part{"_(bucket|sum|count)$"};
    std::map<std::string, double> out;
    std::set<std::string> families;
    std::string family, line;
    double before = 0;
    std::smatch found;
    REQUIRE(text.ends_with('\n'));
    for (std::istringstream lines{text}; std::getline(lines, line);) {
        INFO(line);
        if (std::regex_match(line, found, head)) {
            if (found[1] == "HELP") CHECK(families.insert(family = found[2]).second);
            CHECK(found[2] == family);
            continue;
        }
        REQUIRE(std::regex_match(line, found, sample));
        const auto name = found[1].str(), labels = found[2].str();
        CHECK((name == family || std::regex_replace(name, part, "") == family));
        const auto value = std::stod(found[3]);
        if (name.ends_with("_bucket")) {
            CHECK(value >= (labels.find("le=\"0.005\"") != labels.npos ? 0 : before));
            before = value;
        }
        if (name.ends_with("_count")) CHECK(value == before);
        CHECK(out.emplace(name + labels, value).second);
    }
    return out;
}

}  // namespace

TEST_CASE("a host that has done nothing says so", "[metrics]") {
    CHECK(metrics{}.text(std::chrono::seconds{7}) == quiet);
    CHECK(samples_of(quiet).at("idp_host_uptime_seconds") == 7);
}

TEST_CASE("requests are counted by their class and their time", "[metrics]") {
    metrics counted;
    counted.connections_open(3);
    counted.request_answered(200, milliseconds{5});
    counted.request_answered(204, milliseconds{6});
    counted.request_answered(404, std::chrono::seconds{11});
    counted.request_answered(999, milliseconds{0});
    const auto now = samples_of(counted.text({}));
    CHECK(now.at("idp_host_open_connections") == 3);
    CHECK(now.at("idp_host_http_requests_total{class=\"2xx\"}") == 2);
    CHECK(now.at("idp_host_http_requests_total{class=\"4xx\"}") == 1);
    CHECK(now.at("idp_host_http_requests_total{class=\"5xx\"}") == 1);
    CHECK(now.at("idp_host_http_request_seconds_bucket{le=\"0.005\"}") == 2);
    CHECK(now.at("idp_host_http_request_seconds_bucket{le=\"0.01\"}") == 3);
    CHECK(now.at("idp_host_http_request_seconds_bucket{le=\"10\"}") == 3);
    CHECK(now.at("idp_host_http_request_seconds_bucket{le=\"+Inf\"}") == 4);
    CHECK_THAT(now.at("idp_host_http_request_seconds_sum"), Catch::Matchers::WithinAbs(11.011, 1e-9));
}

TEST_CASE("logins are counted by how they ended", "[metrics]") {
    struct row {
        idp_status status;
        std::string verdict, reason;
    };
    const auto [status, verdict, reason] = GENERATE(values<row>({
        {IDP_OK, "external", ""},
        {IDP_E_DENIED, "refused", ""},
        {IDP_E_REJECTED, "refused", ""},
        {IDP_NO, "refused", ""},
        {IDP_E_RESTART, "restarted", ""},
        {IDP_E_REPLAYED, "replayed", ""},
        {IDP_E_INTERNAL, "failed", ""},
        {IDP_E_NETWORK, "failed", "network"},
        {IDP_E_DEADLINE, "failed", "deadline"},
        {IDP_E_UPSTREAM, "failed", "upstream"},
        {IDP_E_BUSY, "failed", "busy"},
        {-999, "failed", ""},
    }));
    metrics counted;
    counted.login_ended("acme", status, IDP_VERDICT_EXTERNAL, milliseconds{300});
    const auto now = samples_of(counted.text({}));
    INFO(status);
    CHECK(now.at("idp_host_logins_total{provider=\"acme\",verdict=\"" + verdict + "\"}") == 1);
    CHECK(now.count("idp_host_upstream_errors_total{provider=\"acme\",reason=\"" + reason + "\"}") == !reason.empty());
    CHECK(now.at("idp_host_login_seconds_bucket{provider=\"acme\",le=\"0.25\"}") == 0);
    CHECK(now.at("idp_host_login_seconds_sum{provider=\"acme\"}") == 0.3);
    CHECK(now.at("idp_host_login_seconds_count{provider=\"acme\"}") == 1);
}

TEST_CASE("what a label says cannot leave it", "[metrics]") {
    metrics counted;
    counted.login_ended("a\"}\n\\", IDP_OK, IDP_VERDICT_MEMBER, {});
    CHECK(samples_of(counted.text({})).at(R"(idp_host_logins_total{provider="a\"}\n\\",verdict="member"})") == 1);
}

TEST_CASE("providers without end make no numbers without end", "[metrics]") {
    metrics counted;
    for (std::size_t i = 0; i < metrics::most_providers + 5; ++i)
        counted.login_ended(std::to_string(i), IDP_OK, IDP_VERDICT_MEMBER, {});
    CHECK(samples_of(counted.text({})).at("idp_host_logins_total{provider=\"_other\",verdict=\"member\"}") == 5);
}

TEST_CASE("any thread may count", "[metrics]") {
    metrics counted;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int n = 0; n < 250; ++n) {
                    counted.request_answered(200, {});
                    counted.login_ended("acme", IDP_E_NETWORK, 0, {});
                    if (n % 50 == 0) counted.text({});
                }
            });
    }
    const auto now = samples_of(counted.text({}));
    CHECK(now.at("idp_host_http_requests_total{class=\"2xx\"}") == 1000);
    CHECK(now.at("idp_host_login_seconds_count{provider=\"acme\"}") == 1000);
}
