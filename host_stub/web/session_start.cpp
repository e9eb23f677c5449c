#include "web/session_start.hpp"

#include "web/cookie.hpp"
#include "web/site_state.hpp"

namespace host {
namespace {

constexpr std::chrono::minutes proof_lasts{5};

void give(const site_state& site, const opened_session& made, response& out) {
    set_cookie(out, session_cookie({session_cookie_name(site), made.token}, site.base.https));
}

}  // namespace

bool start_session(site_state& site, const visit& by, const new_session& of, response& out) {
    const auto made = site.data.sessions.open(of, site.outside.now());
    if (!made) return false;
    if (by.who) site.data.sessions.close(by.who->id);
    give(site, *made, out);
    return true;
}

void renew_session(site_state& site, const session& now, response& out) {
    const auto made = site.data.sessions.open({now.who.id, now.binding_id, now.account_json}, site.outside.now());
    site.data.sessions.close(now.id);
    if (!made) return;
    site.data.sessions.prove(made->opened.id, now.proven);
    give(site, *made, out);
}

void end_session(site_state& site, const session& now, response& out) {
    site.data.sessions.close(now.id);
    set_cookie(out, deleted_cookie(session_cookie_name(site), site.base.https));
}

bool is_fresh(const site_state& site, wall_time proven) { return site.outside.now() - proven <= proof_lasts; }
bool is_fresh(const site_state& site, const session& now) { return is_fresh(site, now.proven); }

}  // namespace host
