#pragma once

#include "io/login_service.hpp"
#include "support/a_config.hpp"
#include "support/http_answers.hpp"
#include "support/real_time.hpp"
#include "support/wecom_answers.hpp"
#include "validator/network/tls_server.hpp"

#include <algorithm>

// WeCom on this machine: one corporation, in which every code is good and belongs to ZhangSan.
struct local_wecom {
    certificate_authority authority;
    tls_server server{authority.issue()};

    // As long as the clients stay.
    static void answer(tls_peer& peer) {
        for (;;) {
            const bool wants_token = peer.read_request().find("/gettoken") != std::string::npos;
            peer.send(answer_of(wants_token ? token_answer("T1") : member_answer("ZhangSan")));
        }
    }
    // Gives tokens, and nothing else.
    static void answer_gettoken_only(tls_peer& peer) {
        while (peer.read_request().find("/gettoken") != std::string::npos)
            peer.send(answer_of(token_answer("T1")));
    }

    std::size_t calls(std::string_view api) const {
        const auto requests = server.requests();
        return static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(),
                                                      [&](const auto& one) { return one.find(api) != one.npos; }));
    }
    a_config settings(boost::json::object network = {}) const {
        network.emplace("api_base", "https://localhost:" + std::to_string(server.port()));
        network.emplace("ca_file", authority.pem_file());
        network.emplace("allow_private", true);
        return a_config{}.with("network", std::move(network));
    }
};

// An instance of the plugin, as its facade holds it.
struct instance {
    std::shared_ptr<const wecom::config> settings;
    std::shared_ptr<wecom::log_queue> log = std::make_shared<wecom::log_queue>();
    wecom::login_service logins{wecom::runtime::of_this_process(), settings,
                                wecom::runtime::of_this_process().trust(settings->network.ca_file).value(), log,
                                nullptr};

    explicit instance(const a_config& with) : settings{std::make_shared<const wecom::config>(with)} {}
    ~instance() { logins.close(); }

    wecom::result<wecom::account> identify(const std::string& nonce, std::uint64_t op_id = 0,
                                           std::chrono::milliseconds timeout = long_enough) {
        wecom::grant of;
        of.nonce_hash = wecom::sha256(nonce);
        of.code = wecom::secret{std::string{"code"}};
        return logins.identify({.of = std::move(of), .op_id = op_id, .timeout = timeout});
    }
};
