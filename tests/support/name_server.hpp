#pragma once

#include "core/address.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/udp.hpp>

#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

// What a name server is asked.
struct dns_query {
    enum kind { a = 1, aaaa = 28 };

    std::string bytes;  // header and question
    std::string name;
    int type = 0;

    std::string id() const { return bytes.substr(0, 2); }
};

// Answers, as bytes (RFC 1035).
inline std::string dns_failure(const dns_query& to, char code) {
    auto out = to.bytes;
    out[2] = static_cast<char>(out[2] | 0x80);
    out[3] = code;
    out.replace(10, 2, 2, '\0');  // no additional records
    return out;
}

inline std::string dns_answer(const dns_query& to, const wecom::address_list& addresses) {
    auto out = dns_failure(to, 0);
    for (const auto& text : addresses) {
        const auto address = boost::asio::ip::make_address(text);
        if (address.is_v4() != (to.type == dns_query::a)) continue;
        ++out[7];
        out += {'\xC0', 12, 0, static_cast<char>(to.type), 0, 1, 0, 0, 0, 60, 0};
        out += address.is_v4() ? '\4' : '\20';
        if (address.is_v4())
            for (const auto byte : address.to_v4().to_bytes())
                out += static_cast<char>(byte);
        else
            for (const auto byte : address.to_v6().to_bytes())
                out += static_cast<char>(byte);
    }
    return out;
}

// The name is an alias for itself.
inline std::string dns_alias_loop(const dns_query& to) {
    auto out = dns_failure(to, 0);
    ++out[7];
    out += {'\xC0', 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, '\xC0', 12};
    return out;
}

// A name server on the loop of the test: on 127.0.0.1 unless it is told another address.
class name_server {
public:
    // An empty answer is none.
    using script = std::function<std::string(const dns_query&)>;
    script answer = [](const dns_query&) { return std::string{}; };

    explicit name_server(boost::asio::io_context& context,
                         const boost::asio::ip::udp::endpoint& at = {boost::asio::ip::address_v4::loopback(), 0})
        : socket_{context, at} {
        listen();
    }
    std::string address() const { return "127.0.0.1:" + std::to_string(socket_.local_endpoint().port()); }

    void knows(const std::string& name, wecom::address_list addresses) {
        answer = [name, addresses = std::move(addresses)](const dns_query& query) {
            return query.name == name ? dns_answer(query, addresses) : dns_failure(query, 3);
        };
    }

    // Answers so from now on, and late what was not answered so far.
    void catch_up(const script& with) {
        answer = with;
        for (const auto& [query, from] : std::exchange(unanswered_, {}))
            socket_.send_to(boost::asio::buffer(with(query)), from);
    }

    void close() { socket_.close(); }

    // How often somebody wanted to know; what is only repeated does not count.
    std::size_t questions(dns_query::kind type = dns_query::aaaa) { return ids_[type].size(); }

private:
    void listen() {
        socket_.async_receive_from(boost::asio::buffer(datagram_), from_, [this](auto failed, std::size_t size) {
            if (failed) return;
            hear(parsed({datagram_.data(), size}));
            listen();
        });
    }

    void hear(const dns_query& query) {
        ids_[query.type].insert(query.id());
        const auto bytes = answer(query);
        if (bytes.empty())
            unanswered_.emplace_back(query, from_);
        else
            socket_.send_to(boost::asio::buffer(bytes), from_);
    }

    static dns_query parsed(const std::string& datagram) {
        dns_query out;
        std::size_t at = 12;
        while (const auto size = static_cast<std::size_t>(datagram.at(at))) {
            out.name += (out.name.empty() ? "" : ".") + datagram.substr(at + 1, size);
            at += size + 1;
        }
        out.type = datagram.at(at + 2);
        out.bytes = datagram.substr(0, at + 5);
        return out;
    }

    boost::asio::ip::udp::socket socket_;
    boost::asio::ip::udp::endpoint from_;
    std::array<char, 512> datagram_{};
    std::map<int, std::set<std::string>> ids_;
    std::vector<std::pair<dns_query, boost::asio::ip::udp::endpoint>> unanswered_;
};
