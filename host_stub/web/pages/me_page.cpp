#include "web/pages/me_page.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"You are signed in", "您已登录"};
constexpr phrase user{"User", "用户"};
constexpr phrase name{"Name", "姓名"};
constexpr phrase tenant{"Organisation", "组织"};
constexpr phrase role{"Role", "角色"};
constexpr phrase administrator{"Administrator", "管理员"};
constexpr phrase platform_operator{"Operator of the platform", "平台运维人员"};
constexpr phrase provider{"Signed in with", "登录方式"};
constexpr phrase own_password{"Password", "密码"};
constexpr phrase since{"Since", "登录时间"};
constexpr phrase external_title{"What the provider says", "登录方提供的信息"};
constexpr phrase kind{"Kind", "类型"};
constexpr phrase issuer{"Issuer", "签发方"};
constexpr phrase subject{"Account", "账号"};
constexpr phrase email{"E-mail", "邮箱"};
constexpr phrase phone{"Phone", "电话"};
constexpr phrase avatar{"Picture", "头像"};
constexpr phrase claims{"More", "更多信息"};
constexpr phrase flags{"Notes", "备注"};

}  // namespace

std::string me_page(const page_frame& frame, const me_view& view) {
    const auto in = frame.speaks;
    fact_list local{in}, external{in};
    local.add(user, frame.user_name);
    local.add(name, view.display_name);
    local.add(tenant, frame.tenant_name);
    if (frame.is_operator || frame.is_administrator)
        local.add(role, frame.is_operator ? platform_operator.in(in) : administrator.in(in));
    local.add(provider, view.provider_name.empty() ? own_password.in(in) : std::string_view{view.provider_name});
    local.add(since, time_text(view.since));

    external.add(name, view.external_name);
    external.add(subject, view.subject);
    external.add(issuer, view.issuer);
    external.add(kind, view.kind);
    external.add(email, view.email);
    external.add(phone, view.phone);
    external.add(avatar, view.avatar_url);
    external.add(claims, view.claims);
    external.add(flags, view.flags);

    std::vector<html> content{local.markup()};
    if (!external.empty()) {
        content.push_back(element("h2", {}, {text(external_title.in(in))}));
        content.push_back(external.markup());
    }
    return document(frame, title.in(in), content);
}

}  // namespace host
