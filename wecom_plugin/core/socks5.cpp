#include "core/socks5.hpp"

#include "core/address.hpp"

namespace wecom {
namespace {

using namespace std::string_view_literals;

constexpr char version = 5;
constexpr char no_login = 0, by_password = 2;
constexpr char ipv4 = 1, domain_name = 3, ipv6 = 4;

error not_socks5(const proxy_server& proxy) {
    return proxy_error(proxy, "does not speak SOCKS5: is /network/proxy right?");
}

std::string_view reason(char code) {
    switch (code) {
        case 2: return "its rules do not allow it";
        case 3: return "network unreachable";
        case 4: return "host unreachable, or the name is unknown there";
        case 5: return "connection refused";
        case 6: return "it took too long";
        default: return "general failure";
    }
}

std::string counted(std::string_view text) { return static_cast<char>(text.size()) + std::string{text}; }

}  // namespace

secret make_socks5_greeting(const proxy_server& proxy) {
    return secret{proxy.user.empty() ? "\5\1\0"sv : "\5\2\0\2"sv};
}

result<socks5_next> parse_socks5_choice(std::string_view answer, const proxy_server& proxy) {
    if (answer[0] != version) return not_socks5(proxy);
    if (answer[1] == no_login) return socks5_next::ask;
    if (proxy.user.empty()) return proxy_error(proxy, "asks for a user name and password: add them to /network/proxy");
    if (answer[1] == by_password) return socks5_next::log_in;
    return proxy_error(proxy, "does not take a user name and password: ask who runs it what it takes");
}

secret make_socks5_login(const proxy_server& proxy) {
    const auto user = proxy.user.reveal(), password = proxy.password.reveal();
    std::string out;
    out.reserve(3 + user.size() + password.size());  // the password is in it: no copies
    out += '\1';
    out += static_cast<char>(user.size());
    out += user;
    out += static_cast<char>(password.size());
    out += password;
    return secret{std::move(out)};
}

result<void> parse_socks5_login_answer(std::string_view answer, const proxy_server& proxy) {
    if (answer[1] == 0) return {};
    return proxy_error(proxy, "refuses the user name and password: correct them in /network/proxy");
}

secret make_socks5_request(const web_url& target) {
    std::string out{"\5\1\0"sv};
    if (const auto literal = parse_address_range(target.host)) {
        out += literal->prefix.size() == 4 ? ipv4 : ipv6;
        out.append(literal->prefix.begin(), literal->prefix.end());
    } else {
        out += domain_name;
        out += counted(target.host);
    }
    const int port = std::stoi(target.port);
    out += static_cast<char>(port >> 8);
    out += static_cast<char>(port & 0xFF);
    return secret{std::move(out)};
}

result<std::size_t> parse_socks5_answer(std::string_view answer, const proxy_server& proxy, const web_url& target) {
    if (answer[0] != version) return not_socks5(proxy);
    if (answer[1] != 0)
        return proxy_error(proxy, "opens no way to " + host_and_port(target.host, target.port) + " (" +
                                      std::string{reason(answer[1])} + "): ask who runs it");
    constexpr std::size_t port_size = 2;
    if (answer[3] == ipv4) return 4 - 1 + port_size;
    if (answer[3] == ipv6) return 16 - 1 + port_size;
    if (answer[3] == domain_name) return static_cast<unsigned char>(answer[4]) + port_size;
    return not_socks5(proxy);
}

}  // namespace wecom
