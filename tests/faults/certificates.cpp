// Who the server says it is. Nothing is sent to a stranger: not the secret of the app, not a code.

#include "faults/fault_login.hpp"

#include <boost/json/array.hpp>

using namespace faults;

namespace {

// A server that shows a certificate of these words, issued by the authority that is trusted.
auto showing(const certificate_text& text) {
    return [text](scripted_wecom& wecom) { wecom.server.present(wecom.authority.issue(text)); };
}

std::vector<X509*> certificates_of(const std::vector<const credentials*>& chain) {
    std::vector<X509*> out;
    for (const auto* one : chain)
        out.push_back(one->certificate.get());
    return out;
}

std::string many_names(int count) {
    std::string names = "DNS:localhost";
    for (int i = 0; i < count; ++i)
        names += ", DNS:host" + std::to_string(i) + ".example";
    return names;
}

// What OpenSSL would not let a decent server do.
void let_server_be_weak(fault_login& row) {
    SSL_CTX_set_security_level(row.wecom.server.context(), 0);
    SSL_CTX_set_max_proto_version(row.wecom.server.context(), TLS1_2_VERSION);
}

}  // namespace

TEST_CASE("F09: certificate expired or not yet valid", "[faults]") {
    check_new_connections(showing({.begins = -2h, .ends = -1h}), "NETWORK tls_cert", 1);
    check_new_connections(showing({.begins = 1h, .ends = 2h}), "NETWORK tls_cert", 1);
}

TEST_CASE("F10: certificate of another host", "[faults]") {
    using namespace std::string_literals;
    const auto text = GENERATE(values<certificate_text>({
        {.names = "DNS:other.example"},
        {.names = "", .common_name = "localhost"},
        {.names = "DNS:other.example", .common_name = "localhost"},
        {.names = "DNS:localhost.other.example"},
        {.names = "DNS:localhost."},
        {.names = "DNS:*"},
        {.names = "IP:127.0.0.1"},
        {.verbatim_dns_name = "localhost\0.other.example"s},
    }));
    CAPTURE(text.names, text.common_name);
    check_new_connections(showing(text), "NETWORK tls_host", 1);
}

TEST_CASE("F10: a wildcard stands for one label", "[faults]") {
    const auto [names, story] = GENERATE(table<std::string, std::string>({
        {"DNS:*.b.localhost", "OK zhangsan"},
        {"DNS:*.localhost", "NETWORK tls_host"},
        {"DNS:a.*.localhost", "NETWORK tls_host"},
        {"DNS:a*.b.localhost", "NETWORK tls_host"},
        {"DNS:*.*.localhost", "NETWORK tls_host"},
    }));
    CAPTURE(names);
    fault_login row{{{"network", {{"pins", {{"a.b.localhost", boost::json::array{"127.0.0.1"}}}}}}}, "a.b.localhost"};
    row.wecom.server.present(row.wecom.authority.issue({.names = names}));
    CHECK(row.story() == story);
}

TEST_CASE("F10: an address is not a name", "[faults]") {
    const auto [names, story] = GENERATE(table<std::string, std::string>({
        {"IP:127.0.0.1", "OK zhangsan"},
        {"DNS:127.0.0.1", "NETWORK tls_host"},
        {"DNS:localhost, IP:127.0.0.2", "NETWORK tls_host"},
        {"IP:0:0:0:0:0:ffff:7f00:1", "NETWORK tls_host"},
    }));
    CAPTURE(names);
    fault_login row{{}, "127.0.0.1"};
    row.wecom.server.present(row.wecom.authority.issue({.names = names}));
    CHECK(row.story() == story);
}

TEST_CASE("F11: certificate that nobody vouches for", "[faults]") {
    const auto itself = make_certificate({}, nullptr);
    const certificate_authority stranger;
    const auto of_stranger = stranger.issue();
    const auto for_clients = [](scripted_wecom& wecom) {
        wecom.server.present(wecom.authority.issue({.usage = "clientAuth"}));
    };
    const auto behind_a_gap = [](scripted_wecom& wecom) {
        const auto between = wecom.authority.issue({.common_name = "between", .is_authority = true});
        wecom.server.present(make_certificate({}, &between));
    };
    const auto by_no_authority = [](scripted_wecom& wecom) {
        const auto between = wecom.authority.issue({.common_name = "a server, no authority"});
        wecom.server.present(make_certificate({}, &between), certificates_of({&between}));
    };
    for (const auto& break_it : std::vector<std::function<void(scripted_wecom&)>>{
             [&](scripted_wecom& wecom) { wecom.server.present(itself); },
             [&](scripted_wecom& wecom) { wecom.server.present(of_stranger); }, for_clients, behind_a_gap,
             by_no_authority})
        check_new_connections(break_it, "NETWORK tls_cert", 1);
}

TEST_CASE("F11: certificate with a weak key", "[faults][T44]") {
    const int bits = GENERATE(512, 1024);
    CAPTURE(bits);
    fault_login row;
    let_server_be_weak(row);
    row.wecom.server.present(row.wecom.authority.issue({.rsa_bits = bits}));
    CHECK(row.story() == "NETWORK tls_cert");
    CHECK(row.wecom.calls(gettoken) == 0);
}

TEST_CASE("F11: certificate with a weak signature", "[faults][T44]") {
    const auto* const digest = GENERATE("SHA1", "MD5");
    CAPTURE(digest);
    fault_login row;
    let_server_be_weak(row);
    const auto between = row.wecom.authority.issue({.common_name = "between", .is_authority = true, .rsa_bits = 2048});
    row.wecom.server.present(make_certificate({.digest = digest}, &between), certificates_of({&between}));
    CHECK(row.story() == "NETWORK tls_cert");
    CHECK(row.wecom.calls(gettoken) == 0);
}

TEST_CASE("F12: reversed chain", "[faults]") {
    fault_login row;
    const auto upper = row.wecom.authority.issue({.common_name = "upper", .is_authority = true});
    const auto lower = make_certificate({.common_name = "lower", .is_authority = true}, &upper);
    row.wecom.server.present(make_certificate({}, &lower), certificates_of({&upper, &lower}));
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F12: no common name, no subject", "[faults]") {
    fault_login row;
    row.wecom.server.present(row.wecom.authority.issue({.common_name = ""}));
    CHECK(row.story() == "OK zhangsan");
}

TEST_CASE("F12: thousands of names", "[faults]") {
    const auto [count, story] = GENERATE(table<int, std::string>({
        {1000, "OK zhangsan"}, {10'000, "NETWORK tls_proto"},  // above what OpenSSL takes of a chain: 100 KiB
    }));
    fault_login row;
    row.wecom.server.present(row.wecom.authority.issue({.names = many_names(count)}));
    CHECK(row.story() == story);
}

TEST_CASE("F12: large key", "[faults]") {
    fault_login row;
    row.wecom.server.present(row.wecom.authority.issue({.rsa_bits = 8676}));
    CHECK(row.story() == "OK zhangsan");
}
