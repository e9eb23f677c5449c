// B20: how many pages and logins a second the stub host serves, beside what others would serve in its place.

#include "bench/measures.hpp"
#include "bench/rounds.hpp"
#include "bench/web_servers.hpp"

#include <stdexcept>

namespace bench {
namespace {

std::string between(std::string_view text, std::string_view before, std::string_view after) {
    const auto at = text.find(before);
    if (at == text.npos) throw std::runtime_error{"no \"" + std::string{before} + "\" in: " + std::string{text}};
    const auto rest = text.substr(at + before.size());
    return std::string{rest.substr(0, rest.find_first_of(after))};
}

// A browser by curl: each has a jar of cookies.
class visitor {
public:
    visitor(const web_server& at, const scratch_folder& in, std::string_view name)
        : origin_{at.origin}, jar_{in.file(name)} {}

    // Head and body.
    std::string get(const std::string& path) const { return curl({origin_ + path}); }
    std::string submit(const std::string& form_page, const std::string& path, const std::string& fields) const {
        const auto csrf = between(get(form_page), R"(name="csrf" value=")", "\"");
        return curl({"--header", "Origin: " + origin_, "--data", "csrf=" + csrf + "&" + fields, origin_ + path});
    }
    // Of a login that `began` with the redirect to the provider.
    static std::string callback(const std::string& began) {
        return "/api/v1/idp/org_idpplugin_wecom/wecom/callback?code=CODE&state=" + between(began, "state=", "&#\r\n");
    }

private:
    std::string curl(std::vector<std::string> more) const {
        more.insert(more.begin(),
                    {"curl", "--silent", "--show-error", "--include", "--cookie", jar_, "--cookie-jar", jar_});
        auto done = run(more);
        if (done.status != 0) throw std::runtime_error{done.said};
        return done.said;
    }

    std::string origin_, jar_;
};

// Binds the provider's member to the administrator, so that from now on it signs somebody in.
void bind_member(const web_server& host, const scratch_folder& in) {
    const auto once = between(content_of(in.file("host.log")), "one-time password ", "\r\n ");
    const visitor admin{host, in, "admin"};
    const auto tenant = between(admin.get("/login"), R"(name="tenant" value=")", "\"");
    admin.submit("/login", "/login", "tenant=" + tenant + "&name=admin&next=&password=" + once);
    const std::string chosen{"correct+horse+battery"};
    admin.submit("/me/password", "/me/password",
                 "next=&password=" + once + "&new_password=" + chosen + "&repeated_password=" + chosen);
    const auto began = admin.submit("/me/accounts", "/me/accounts/bind", "provider=wecom");
    admin.get(visitor::callback(began));
}

speed pages(const std::string& url, const std::string& cookie = "none=none") {
    const auto done = run({"wrk", "-t1", "-c64", "-d1s", "-H", "Cookie: " + cookie, url});
    const auto where = done.said.find("Requests/sec:");
    if (done.status != 0 || where == std::string::npos) throw std::runtime_error{"wrk failed: " + done.said};
    return {.per_second = std::stod(done.said.substr(where + 13))};
}

// One login again and again: within a minute a provider gives the same account for the same callback, so that this is
// what the host does by itself. Each signs somebody in, with a session in the store.
speed logins(const web_server& host, const scratch_folder& in) {
    const visitor member{host, in, "member-" + std::to_string(std::rand())};
    const auto began = member.get("/api/v1/idp/org_idpplugin_wecom/wecom/login?mode=qr");
    const auto path = visitor::callback(began);
    const auto transaction = "idp_tx_" + between(began, "Set-Cookie: idp_tx_", ";");
    const auto out = pages(host.origin + path, transaction);
    if (member.get(path).find("idp_session=") == std::string::npos) throw std::runtime_error{"nobody was signed in"};
    return out;
}

std::string per_second(const std::vector<speed>& rounds) {
    return number(figures(rounds, &speed::per_second).median) + " a second";
}

}  // namespace

void measure_host_pages(const stage& at, table& out) {
    const scratch_folder here;
    const auto host = start_host(at, here), django = start_django(here);
    const auto nginx = start_nginx(here, run({"curl", "-fsS", host.origin + "/login"}).said);
    bind_member(host, here);
    const auto forged = host.origin + "/api/v1/idp/org_idpplugin_wecom/wecom/callback?code=none&state=forged";
    const auto page = [](const web_server& of) { return [&] { return pages(of.origin + "/login"); }; };
    const auto rounds = compete({page(host), page(django), page(nginx), [&] { return logins(host, here); }});

    const auto beside_django = ratio(rounds[0], rounds[1], &speed::per_second);
    out.line("B20", "login page of the host, as a multiple of Django's under gunicorn",
             {beside_django.median, "x", beside_django.text()}, at_least(20));
    const difference upstream{at.seen()};
    const auto flood = pages(forged);
    out.line("B20", "calls to the provider for a flood of forged callbacks",
             {static_cast<double>(upstream.gettoken() + upstream.getuserinfo())}, count_of(0));
    out.remark("login page " + per_second(rounds[0]) + "; of gunicorn and Django " + per_second(rounds[1]) +
               "; as a file from nginx " + per_second(rounds[2]));
    out.remark("callbacks that sign somebody in, each with a session in SQLite: " + per_second(rounds[3]) +
               "; forged callbacks " + number(flood.per_second) + " a second");
}

}  // namespace bench
