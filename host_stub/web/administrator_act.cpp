#include "web/administrator_act.hpp"

#include "web/phrase.hpp"
#include "web/sign_in.hpp"
#include "web/site_state.hpp"

namespace host {
namespace {

struct done_thing {
    std::string_view word;
    phrase said;
};

constexpr done_thing done_things[] = {
    {"saved", {"Saved. It is in use from now on.", "已保存，立即生效。"}},
    {"enabled", {"Enabled.", "已启用。"}},
    {"disabled", {"Disabled.", "已停用。"}},
    {"deleted", {"Deleted.", "已删除。"}},
};

}  // namespace

void record(site_state& site, const visit& by, audit_entry what) {
    what.at = site.outside.now();
    if (what.tenant_id.empty()) what.tenant_id = by.of.id;
    if (what.actor.empty()) what.actor = by.who->who.name;
    if (what.address.empty()) what.address = browser_address(by.from);
    site.data.audit.add(what);
}

response done(const site_state& site, std::string_view path, std::string_view what) {
    const auto* joint = path.find('?') == path.npos ? "?" : "&";
    return redirect(site, std::string{path} + joint + "done=" + std::string{what});
}

page_frame with_done(const visit& of) {
    auto frame = of.frame;
    for (const auto& thing : done_things)
        if (thing.word == value_of(of.fields, "done"))
            frame.notices.push_back({notice::kind::done, std::string{thing.said.in(of.speaks)}});
    return frame;
}

page_frame with_problem(const visit& of, std::string text) {
    auto frame = of.frame;
    frame.notices.push_back({notice::kind::problem, std::move(text)});
    return frame;
}

response ask_for_proof(const site_state& site, std::string_view next) {
    return redirect(site, "/me/confirm?next=" + encode_value(next));
}

}  // namespace host
