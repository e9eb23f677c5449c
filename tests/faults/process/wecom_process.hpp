#pragma once

#include "validator/network/tls_server.hpp"

#include <boost/json/object.hpp>

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <string>

namespace process_faults {

// What WeCom and the test know of each other, in memory that both processes see.
struct ledger {
    std::atomic<int> connections{0}, tokens{0}, questions{0};  // so far; questions are getuserinfo
    std::atomic<int> generation{1};                            // of the only access token that is good
    std::atomic<int> secret{1};                                // number of the only app secret that is good
    std::atomic<int> revoked_uses{0};                          // questions with another token than that
    std::atomic<int> port{0};
};

// WeCom in a process of its own, so that nothing of it counts as the plugin's: no thread, descriptor, signal, byte.
// Every code is good and names its person, so that a login that gets somebody else's account is found out; a code that
// begins with the name of a toxin gets the toxin, and the token request that such a code causes does not.
class wecom_process {
public:
    using script = std::function<void(tls_peer&, wecom_process&)>;

    explicit wecom_process(script each_connection = {}, const certificate_text& who = {});
    ~wecom_process();
    wecom_process(const wecom_process&) = delete;

    ledger& book() const { return *book_; }
    // Of an app that trusts this WeCom; members of config join the usual ones, those of its "network" likewise,
    // and null takes one of these away.
    std::string config(const boost::json::object& more = {}) const;
    // Something of its own that the configuration and WeCom know.
    static std::string secret_text(int number);
    const std::string& ca_file() const { return authority_.pem_file(); }
    // Blocks until it is so. Throws after 30 seconds.
    void wait_until(const std::function<bool(const ledger&)>& so);

    // The usual script: answers as long as the client stays.
    static void oblige(tls_peer& peer, wecom_process& self);
    // Its parts, for scripts of their own: reads one request and counts it; does what WeCom does then.
    std::string take(tls_peer& peer);
    void answer(tls_peer& peer, const std::string& request);

private:
    [[noreturn]] void serve(const script& each_connection, const credentials& who);
    void tell();

    certificate_authority authority_;
    ledger* book_;
    int news_, end_[2];
    pid_t process_;
};

}  // namespace process_faults
