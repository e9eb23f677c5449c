#include "core/bind_ticket.hpp"

#include "core/encoding.hpp"
#include "support/a_config.hpp"
#include "support/outcome.hpp"

using namespace wecom;

namespace {

constexpr std::string_view browser = "session 1";
constexpr wall_ms noon = 1'790'000'000'000;

account zhang() {
    account out;
    out.who = verdict::member;
    out.issuer = std::string{"wecom:"} + a_corpid;
    out.subject = "zhangsan";
    out.display_name = "张三";
    out.email = "z@a.example";
    return out;
}

// An instance that issues and opens tickets.
struct counter {
    config settings = a_config{};
    login_keys keys = make_login_keys({secret{std::string(32, 'k')}}, "main", settings);
    int issued = 0;

    result<std::string> issue(const account& who = zhang(), std::string_view binding = browser) {
        const auto random = std::string(issue_ticket_random - 1, 'r') + static_cast<char>('a' + issued++);
        return issue_ticket(settings, keys, who, binding, random, noon);
    }
    result<opened_ticket> open(std::string_view ticket, std::string_view binding = browser, wall_ms now = noon) const {
        return open_ticket(settings, keys, ticket, binding, now);
    }
};

// How the host is told: as what, and why.
std::string told(const result<opened_ticket>& refused) {
    return std::string{kind_of(refused.error()) == kind::rejected ? "rejected " : ""}.append(outcome(refused));
}

}  // namespace

TEST_CASE("a ticket gives back who somebody is, and nothing else about him", "[bind_ticket]") {
    counter at;
    const auto ticket = at.issue().value();
    const auto opened = at.open(ticket).value();
    CHECK(opened.who.who == verdict::member);
    CHECK(opened.who.issuer == zhang().issuer);
    CHECK(opened.who.subject == "zhangsan");
    CHECK(opened.who.display_name == "张三");
    CHECK(opened.who.email.empty());
    CHECK(opened.number.size() == ticket_number_size);
    CHECK(base64url_decode(ticket)->find("zhangsan") == std::string::npos);
}

TEST_CASE("a ticket is for one browser, one configuration and ten minutes [T05]", "[bind_ticket][T05]") {
    counter at;
    const auto ticket = at.issue().value();
    CHECK(told(at.open(ticket, "session 2")) == "rejected binding_mismatch");
    CHECK(told(at.open(ticket, "")) == "rejected binding_mismatch");
    CHECK(at.open(ticket, browser, noon + 600'000));
    CHECK(told(at.open(ticket, browser, noon + 600'001)) == "rejected expired");
    CHECK(told(at.open(ticket, browser, noon - 60'001)) == "rejected expired");

    counter other;
    other.keys = make_login_keys({secret{std::string(32, 'k')}}, "another", other.settings);
    CHECK(told(other.open(ticket)) == "rejected other_instance");
}

TEST_CASE("what is no ticket of this instance is refused", "[bind_ticket]") {
    counter at;
    auto ticket = at.issue().value();
    for (const auto& text : {std::string{}, std::string{"x"}, std::string{"%00"}, std::string(1028, 'A')})
        CHECK(told(at.open(text)) == "rejected malformed");
    CHECK(told(at.open(std::string(64, 'A'))) == "rejected unreadable");
    ticket[20] = ticket[20] == 'A' ? 'B' : 'A';
    CHECK(told(at.open(ticket)) == "rejected unreadable");
    const auto grant = at.keys.grants.seal("x", std::string(nonce_size, 'n'));
    CHECK(told(at.open(grant)) == "rejected unreadable");
}

TEST_CASE("a ticket survives a rotation of the keys that seal it", "[bind_ticket]") {
    counter before, after;
    const auto ticket = before.issue().value();
    const secret old{std::string(32, 'k')}, fresh{std::string(32, 'n')};
    after.keys = make_login_keys({fresh, old}, "main", after.settings);
    CHECK(after.open(ticket));
    after.keys = make_login_keys({fresh}, "main", after.settings);
    CHECK(told(after.open(ticket)) == "rejected unreadable");
}

TEST_CASE("without seal keys of the host's there are no tickets", "[bind_ticket]") {
    counter at;
    const auto ticket = at.issue().value();
    at.keys = make_login_keys({}, "main", at.settings);
    CHECK(outcome(at.issue()) == "no_seal_key");
    CHECK(outcome(at.open(ticket)) == "no_seal_key");
    CHECK(kind_of(at.open(ticket).error()) == kind::unsupported);
}

TEST_CASE("tickets are for people whom the policy accepts, and of this company [T15]", "[bind_ticket][T15]") {
    counter at;
    CHECK(outcome(at.issue(zhang(), "")) == "argument");
    auto who = zhang();
    who.subject.clear();
    CHECK(outcome(at.issue(who)) == "argument");
    who = zhang();
    who.issuer = "wecom:ww0000000000000000";
    CHECK(outcome(at.issue(who)) == "argument");
    who = zhang();
    who.who = verdict::inactive;
    CHECK(outcome(at.issue(who)) == "inactive");
    who.who = verdict::external;
    CHECK(outcome(at.issue(who)) == "argument");
    who.issuer += "#external";
    CHECK(outcome(at.issue(who)) == "not_member");

    who.who = verdict::linked;
    who.issuer = "wecom:ww90b7d25e4c1fa836#linked";
    CHECK(outcome(at.issue(who)) == "linked_corp");
    at.settings.accept_linked_corp = true;
    const auto ticket = at.issue(who).value();
    CHECK(at.open(ticket).value().who.who == verdict::linked);
    at.settings.accept_linked_corp = false;
    CHECK(outcome(at.open(ticket)) == "linked_corp");
}

TEST_CASE("the longest account makes a ticket of at most 1,024 characters", "[bind_ticket]") {
    counter at;
    at.settings.accept_linked_corp = true;
    account who;
    who.who = verdict::linked;
    who.issuer = "wecom:" + std::string(243, 'i') + "#linked";
    who.subject = std::string(256, 's');
    for (int i = 0; i < 100; ++i)
        who.display_name += "名";
    const auto ticket = at.issue(who).value();
    CHECK(ticket.size() <= 1024);
    const auto opened = at.open(ticket).value();
    CHECK(opened.who.subject == who.subject);
    CHECK(opened.who.display_name == who.display_name.substr(0, 63));
}
