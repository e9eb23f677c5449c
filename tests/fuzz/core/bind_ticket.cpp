#include "core/bind_ticket.hpp"

#include "fuzz/core/log_text.hpp"
#include "fuzz/target.hpp"

using namespace wecom;
using fuzz::holds;

namespace {

constexpr wall_ms ticket_issued = 1'790'000'000'000;

// An instance that has given one ticket.
struct ticket_counter {
    config settings = parse_config(R"({"corpid": "ww1a2b3c4d5e6f7a8b", "corpsecret": "TheSecretOfYourApp"})").value();
    login_keys keys = make_login_keys({secret{std::string(32, 'k')}}, "main", settings);
    std::string ticket;

    ticket_counter() {
        account who;
        who.who = verdict::member;
        who.issuer = "wecom:ww1a2b3c4d5e6f7a8b";
        who.subject = "zhangsan";
        ticket = issue_ticket(settings, keys, who, "session 1", std::string(issue_ticket_random, 'r'), ticket_issued)
                     .value();
    }
};

}  // namespace

FUZZ_TARGET(bind_ticket) {
    static const ticket_counter at;
    const auto opened = open_ticket(at.settings, at.keys, input, "session 1", ticket_issued);
    if (!opened) return holds(is_fit_for_a_log(opened.error().detail), "a refusal is fit for a log");
    holds(input == at.ticket, "nobody else makes a ticket");
    holds(opened->who.subject == "zhangsan", "a ticket names whom it was given to");
    holds(!open_ticket(at.settings, at.keys, input, "session 2", ticket_issued), "a ticket is for one browser");
}
