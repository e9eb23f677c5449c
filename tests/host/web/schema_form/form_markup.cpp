#include "web/schema_form/form_markup.hpp"

#include "support/catch.hpp"
#include "web/sample_schema.hpp"

#include <boost/algorithm/string/predicate.hpp>

using namespace host;
using boost::algorithm::contains;

namespace {

form_state sample_state() {
    form_state out;
    out.stored = {{"secret", "hidden-from-all"}, {"net", {{"proxy", "http://u:hidden-p@p:1"}}}};
    out.shown = {{"corp", "ww1"},
                 {"mode", "qr"},
                 {"accept", {"linked"}},
                 {"secret", "just-typed"},
                 {"net", {{"hosts", {"a", "b"}}}}};
    out.host_values = {{"redirect_uri", "https://sso.example.com/callback"}};
    return out;
}

std::string markup(const form_state& state, language in = language::english) {
    std::string out;
    for (const auto& part : form_markup(*parse_config_schema(sample_schema, in), state, in))
        out += part.markup();
    return out;
}

}  // namespace

TEST_CASE("each control has a label and its help", "[form_markup]") {
    const auto page = markup(sample_state());
    CHECK(contains(page, "<label for=\"config%2Fcorp\">Corp ID<span class=\"mark\"> (required)</span></label>"));
    CHECK(contains(page, "<p class=\"help\" id=\"config%2Fcorp-help\">At the bottom of the page. Example: ww1</p>"));
    CHECK(contains(page,
                   "<input id=\"config%2Fcorp\" name=\"/corp\" aria-describedby=\"config%2Fcorp-help\" type=\"text\" "
                   "autocomplete=\"off\" value=\"ww1\" maxlength=\"64\" required=\"\">"));
    CHECK(contains(markup(sample_state(), language::chinese), "在页面底部。 示例：ww1"));
}

TEST_CASE("controls show the values they have", "[form_markup]") {
    const auto page = markup(sample_state());
    CHECK(contains(page, "<option value=\"qr\" selected=\"\">qr</option>"));
    CHECK(contains(page, "name=\"/accept/linked\" type=\"checkbox\" value=\"true\" checked=\"\""));
    CHECK_FALSE(contains(page, "name=\"/accept/member\" type=\"checkbox\" value=\"true\" checked=\"\""));
    CHECK(contains(page, "type=\"number\" autocomplete=\"off\" value=\"8000\" min=\"500\" max=\"30000\""));
}

TEST_CASE("T33: no secret is shown, whether stored or just typed", "[form_markup]") {
    auto state = sample_state();
    state.for_operator = true;
    for (const auto in : {language::english, language::chinese}) {
        const auto page = markup(state, in);
        for (const auto* secret : {"hidden-from-all", "hidden-p", "just-typed"})
            CHECK_FALSE(contains(page, secret));
    }
    CHECK(contains(markup(state), "A value is stored and not shown. Leave it empty to keep it."));
    CHECK(contains(markup(state), "name=\"clear:/net/proxy\""));
    CHECK_FALSE(contains(markup(state), "name=\"clear:/secret\""));
}

TEST_CASE("a secret must be typed only if none is stored", "[form_markup]") {
    const std::string control =
        "name=\"/secret\" aria-describedby=\"config%2Fsecret-help\" type=\"password\" autocomplete=\"new-password\"";
    CHECK(contains(markup(sample_state()), control + ">"));
    CHECK(contains(markup({}), control + " required=\"\">"));
}

TEST_CASE("an administrator of a tenant does not see what is the operator's", "[form_markup]") {
    auto state = sample_state();
    CHECK_FALSE(contains(markup(state), "/net"));
    CHECK_FALSE(contains(markup(state), "Network"));
    state.for_operator = true;
    CHECK(contains(markup(state), "<legend>Network</legend>"));
    CHECK(contains(markup(state), ">\na\nb</textarea>"));
}

TEST_CASE("a condition is said in words, and in data for the script", "[form_markup]") {
    CHECK(contains(markup({}), "Required if Mode is qr or legacy."));
    CHECK(contains(markup({}), "data-required-when=\"[[&quot;/mode&quot;,&quot;qr&quot;,&quot;legacy&quot;]]\""));
    CHECK(contains(markup({}, language::chinese), "以下情况必填：方式 为 qr 或 legacy。"));
}

TEST_CASE("a problem is said at its field", "[form_markup]") {
    form_state state;
    state.problems = {{"/corp", "It is too short."}, {"/file", "It is not complete."}};
    const auto page = markup(state);
    CHECK(contains(page, "<p class=\"problem\" id=\"config%2Fcorp-problem\">It is too short.</p>"));
    CHECK(contains(page, "aria-invalid=\"true\" aria-describedby=\"config%2Fcorp-help config%2Fcorp-problem\""));
    CHECK(contains(page,
                   "<legend>File</legend><p class=\"problem\" id=\"config%2Ffile-problem\">It is not complete.</p>"));
}

TEST_CASE("what the host fills in is there to be copied", "[form_markup]") {
    const auto page = markup(sample_state());
    CHECK(contains(page, "<label for=\"config%2Fcallback\">Callback address</label>"));
    CHECK(contains(page, "readonly=\"\" value=\"https://sso.example.com/callback\""));
    CHECK(contains(page, "data-copy=\"config%2Fcallback\""));
    CHECK_FALSE(contains(page, "name=\"/callback\""));
}

TEST_CASE("an image can be uploaded where the schema takes one, and the stored one is shown", "[form_markup]") {
    auto state = sample_state();
    CHECK(contains(markup(state), "name=\"file:/icon\" type=\"file\" accept=\"image/png,image/svg+xml\""));
    state.shown["icon"] = "data:image/png;base64,AA==";
    CHECK(contains(markup(state), "src=\"data:image/png;base64,AA==\""));
}
