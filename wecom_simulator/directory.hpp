#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

// WeCom's numbers.
enum class member_status { active = 1, disabled = 2, not_activated = 4, left = 5 };

struct membership {
    int department = 1;
    int order = 0;
    bool leader = false;
};

// Whoever can stand before a login page: a member, a member of a linked corporation, an outside contact.
struct person {
    std::string userid = {};  // empty for outside contacts; `CorpId/userid` for members of a linked corporation
    std::string openid = {};  // outside contacts only
    std::string external_userid = {};  // outside contacts who are a customer of somebody
    std::string name = {};
    std::string alias = {};
    std::string position = {};
    member_status status = member_status::active;
    std::vector<membership> departments = {};
    std::map<std::string, std::string> details = {};  // see detail_names

    bool external() const { return userid.empty(); }
    bool linked() const { return userid.find('/') != std::string::npos; }
    // What the page, the header X-Simulate-Member and the desks call this person.
    const std::string& id() const { return external() ? openid : userid; }
};

// The sensitive details, which need the administrator's tick and the member's consent.
inline constexpr std::string_view detail_names[] = {"gender", "avatar",   "qr_code", "mobile",
                                                    "email",  "biz_mail", "address"};

struct app {
    int agentid = 0;
    std::string name = {};
    std::string secret = {};
    bool enabled = true;
    bool created_before_2022_06_20 = false;         // such apps still read sensitive details from user/get
    std::vector<std::string> trusted_domains = {};  // in-app OAuth, and wwlogin
    std::vector<std::string> login_domains = {};    // "Web authorized callback domain": wwlogin and qrConnect
    std::vector<std::string> trusted_ips = {};      // empty: every address may call
    std::vector<std::string> allow_users = {};
    std::vector<int> allow_partys = {};
    std::vector<std::string> sensitive_fields = {};  // those of detail_names the administrator ticked
    std::string home_url = {};
};

struct corporation {
    std::string corpid;
    std::string name;
    std::vector<app> apps;
    std::vector<person> people;
};

struct directory {
    std::vector<corporation> corporations;
};

// Null if there is no such thing. Pointers hold until the directory is replaced.
const corporation* find_corporation(const directory& all, std::string_view corpid);
const app* find_app(const corporation& corp, int agentid);
const app* find_app(const corporation& corp, std::string_view agentid);
// By userid, ignoring case as WeCom does, or by openid.
const person* find_person(const corporation& corp, std::string_view id);

// Whether the person is within the app's visible range.
bool sees(const app& viewer, const person& who);

}  // namespace simulator
