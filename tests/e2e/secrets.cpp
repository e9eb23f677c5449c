// The canary test: after every kind of login and failure nothing secret stands anywhere that a person or a log can see.

#include "e2e/company.hpp"
#include "support/catch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

using namespace e2e;

namespace {

// All that the plugin says aloud while it lives.
struct overheard {
    std::string text;
    void listen(const outcome& out) {
        text += out.reason + out.public_text + out.detail + out.error.upstream + '\n';
        for (const auto& part :
             {out.account->issuer, out.account->subject, out.account->display_name, out.account->claims_json})
            text += std::string{idp::view(part)} + '\n';
    }
};

// The values of these parameters in everything that was sent to WeCom.
std::set<std::string> secrets_sent(const simulated_wecom& wecom) {
    std::set<std::string> out{std::string{corpsecret}};
    for (const auto& call : wecom.api_calls())
        for (const std::string name : {"corpsecret=", "access_token=", "code="}) {
            const auto at = call.target.find(name);
            if (at == call.target.npos) continue;
            const auto begin = at + name.size();
            out.insert(call.target.substr(begin, call.target.find('&', begin) - begin));
        }
    return out;
}

// What the process writes to its standard output and error meanwhile.
class captured_output {
public:
    captured_output() {
        std::fflush(nullptr);
        const int file = ::open(name_, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);
        ::dup2(file, STDOUT_FILENO);
        ::dup2(file, STDERR_FILENO);
        ::close(file);
    }
    // Also at the end of a test that fails, whose report must be seen.
    ~captured_output() { restore(); }

    std::string end() {
        restore();
        std::ifstream file{name_};
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        ::unlink(name_);
        return text;
    }

private:
    void restore() {
        std::fflush(nullptr);
        ::dup2(out_, STDOUT_FILENO);
        ::dup2(err_, STDERR_FILENO);
    }
    const char* name_ = "captured_output.txt";
    const int out_ = ::dup(STDOUT_FILENO), err_ = ::dup(STDERR_FILENO);
};

// What befalls the one login of a company.
std::vector<boost::json::object> faults() {
    std::vector<boost::json::object> out;
    for (const auto& [errcode, times] :
         {std::pair{-1, 3}, {40001, 2}, {40014, 2}, {40029, 1}, {42001, 2}, {45009, 1}, {50001, 1}, {60020, 1}})
        out.push_back(
            {{"path", "/cgi-bin/auth/getuserinfo"}, {"kind", "errcode"}, {"errcode", errcode}, {"times", times}});
    for (const auto* kind : {"truncate", "reset", "body"})
        for (const auto* path : {"/cgi-bin/gettoken", "/cgi-bin/auth/getuserinfo", "/cgi-bin/user/get"})
            out.push_back({{"path", path}, {"kind", kind}, {"times", 1}});
    return out;
}

}  // namespace

TEST_CASE("no secret, token or code is in any log line, error or result [T13] [T14]", "[e2e]") {
    simulated_wecom wecom;
    overheard all;
    captured_output output;
    const boost::json::object settings{{"profile", "full"}, {"scope", "snsapi_privateinfo"}};
    for (const auto* member : {"ZhangSan", "Invisible", "ww90b7d25e4c1fa836/ZhangSan"}) {
        company acme{wecom, settings};
        all.listen(acme.log_in(member, {.mode = "in_app", .user_agent = in_wecom}));
        all.text += acme.host.log();
    }
    for (const auto& fault : faults()) {
        company acme{wecom, settings};
        wecom.tell("/tokens/revoke", boost::json::object{});
        wecom.tell("/faults", fault);
        all.listen(acme.log_in("ZhangSan", {.mode = "in_app", .user_agent = in_wecom}));
        all.text += acme.host.log();
    }
    const auto printed = output.end();

    CHECK(printed.empty());
    CHECK(all.text.find("zhangsan") != std::string::npos);
    const auto secrets = secrets_sent(wecom);
    CHECK(secrets.size() > 20);
    for (const auto& secret : secrets)
        CHECK(all.text.find(secret) == std::string::npos);
}
