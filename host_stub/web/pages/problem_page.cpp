#include "web/pages/problem_page.hpp"

#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase incident{"If you ask for help, name this number:", "如需帮助，请提供此编号："};
constexpr phrase to_sign_in{"Back to the sign-in page", "返回登录页"};
constexpr phrase home{"Back to the start page", "返回首页"};
constexpr phrase back{"Back", "返回"};

}  // namespace

std::string problem_page(const page_frame& frame, const problem_view& view) {
    const auto in = frame.speaks;
    std::vector<html> content{paragraph(view.what)};
    if (!view.incident.empty())
        content.push_back(element("p", {{"class", "help"}},
                                  {text(incident.in(in)), text(" "), element("code", {}, {text(view.incident)})}));
    const bool is_stranger = frame.user_name.empty();
    if (!view.way_out.empty())
        content.push_back(link_to(view.way_out, back.in(in), "button"));
    else
        content.push_back(
            link_to(is_stranger ? "/login" : "/me", is_stranger ? to_sign_in.in(in) : home.in(in), "button"));
    return document(frame, view.title, content);
}

}  // namespace host
