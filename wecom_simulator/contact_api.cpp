#include "endpoints.hpp"

#include <algorithm>
#include <cctype>

namespace simulator {

namespace json = boost::json;

namespace {

bool permitted_in_userid(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("-_.@").find(c) != std::string_view::npos;
}

// Apps created since 2022-06-20 get the sensitive details by the member's consent only.
void add_details(json::object& fields, const app& caller, const person& who) {
    fields["gender"] = "0";
    if (!caller.created_before_2022_06_20) return;
    for (auto& [name, value] : who.details)
        fields[name] = value;
    auto avatar = who.details.find("avatar");
    if (avatar == who.details.end()) return;
    auto thumb = avatar->second;
    if (thumb.ends_with("/0")) thumb.replace(thumb.size() - 2, 2, "/100");
    fields["thumb_avatar"] = thumb;
}

void add_departments(json::object& fields, const app& caller, const person& who) {
    json::array ids, orders, leads;
    for (auto& at : who.departments) {
        if (std::ranges::find(caller.allow_partys, at.department) == caller.allow_partys.end()) continue;
        ids.push_back(json::value(at.department));
        orders.push_back(at.order);
        leads.push_back(at.leader ? 1 : 0);
    }
    if (!ids.empty()) fields["main_department"] = ids.front();
    fields["department"] = std::move(ids);
    fields["order"] = std::move(orders);
    fields["is_leader_in_dept"] = std::move(leads);
    fields["direct_leader"] = json::array();
}

}  // namespace

outcome get_user(api_call& call) {
    auto userid = call.from.parameter("userid");
    auto& settings = call.state.settings;
    if (userid.empty()) return refuse(41009);
    if (userid.size() > 64) return refuse(40058);
    if (!std::ranges::all_of(userid, permitted_in_userid)) return refuse(40003);
    auto* who = find_person(*call.corp, userid);
    if (!who || who->external()) return refuse(60111);
    if (who->status == member_status::left && !settings.left_member_found) return refuse(60111);
    if (!sees(*call.caller, *who)) return refuse(settings.invisible_member_errcode);

    json::object fields{{"userid", who->userid}, {"name", who->name}};
    add_departments(fields, *call.caller, *who);
    fields["position"] = who->position;
    add_details(fields, *call.caller, *who);
    fields["telephone"] = "";
    fields["alias"] = who->alias;
    fields["status"] = static_cast<int>(who->status);
    fields["extattr"] = {{"attrs", json::array()}};
    return {.fields = std::move(fields)};
}

}  // namespace simulator
