#include "web/pages/self_test_page.hpp"

#include "web/form.hpp"
#include "web/pages/controls.hpp"

namespace host {
namespace {

constexpr phrase title{"Test of the connection", "测试连接"};
constexpr phrase what{"The test asks the provider with the stored configuration. Nobody is signed in by it.",
                      "使用已保存的配置访问登录方，不会登录任何人。"};
constexpr phrase start{"Test connection", "开始测试"};
constexpr phrase again{"Test again", "重新测试"};
constexpr phrase running{"The test is running …", "正在测试……"};
constexpr phrase look_again{"Show how far it is", "查看进度"};
constexpr phrase edit{"Edit the configuration", "编辑配置"};
constexpr phrase remedy{"What to do: ", "处理方法："};

struct shown_state {
    std::string_view css_class;
    phrase name;
};

const shown_state& shown(step_state of) {
    static constexpr shown_state all[] = {
        {"waiting", {"waiting", "等待"}},     {"running", {"running", "进行中"}}, {"passed", {"passed", "通过"}},
        {"warning", {"warning", "需要注意"}}, {"failed", {"failed", "失败"}},     {"skipped", {"skipped", "跳过"}},
    };
    return all[static_cast<std::size_t>(of)];
}

html step_markup(const shown_test_step& step, language in) {
    const auto& state = shown(step.state);
    std::vector<html> line{
        element("span", {{"class", "badge " + std::string{state.css_class}}}, {text(state.name.in(in))}), text(" "),
        text(step.text)};
    if (step.took.count() > 0)
        line.push_back(element("span", {{"class", "help"}}, {text(" " + std::to_string(step.took.count()) + " ms")}));
    std::vector<html> parts{element("p", {}, line)};
    if (!step.remedy.empty())
        parts.push_back(
            element("p", {{"class", "remedy"}}, {element("strong", {}, {text(remedy.in(in))}), text(step.remedy)}));
    return element("li", {}, parts);
}

html progress(const self_test_view& view, language in) {
    std::vector<html> steps, parts;
    for (const auto& step : view.steps)
        steps.push_back(step_markup(step, in));
    if (!steps.empty()) parts.push_back(element("ol", {{"class", "steps"}}, steps));
    if (view.running) {
        parts.push_back(paragraph(running.in(in)));
        parts.push_back(link_to("/admin/providers/" + encode_value(view.provider_id) + "/test", look_again.in(in)));
    }
    attributes with{{"id", "progress"}, {"aria-live", "polite"}};
    if (view.running) with.emplace_back("data-running", "");
    return element("div", with, parts);
}

}  // namespace

std::string self_test_page(const page_frame& frame, const self_test_view& view) {
    const auto in = frame.speaks;
    const auto place = "/admin/providers/" + encode_value(view.provider_id);
    std::vector<html> content{element("p", {}, {element("strong", {}, {text(view.provider_name)})}),
                              paragraph(what.in(in)), progress(view, in)};
    content.push_back(
        post_form(frame, place + "/test", {submit_button(view.steps.empty() ? start.in(in) : again.in(in))}));
    content.push_back(element("p", {}, {link_to(place, edit.in(in))}));
    return document(frame, title.in(in), content);
}

}  // namespace host
