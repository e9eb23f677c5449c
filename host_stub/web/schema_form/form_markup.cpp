#include "web/schema_form/form_markup.hpp"

#include "web/form.hpp"
#include "web/pages/controls.hpp"
#include "web/schema_form/field_value.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace host {
namespace {

namespace json = boost::json;

constexpr phrase required_mark{"(required)", "（必填）"};
constexpr phrase required_if{"Required if ", "以下情况必填："};
constexpr phrase is_one_of{" is ", " 为 "};
constexpr phrase one_or_other{" or ", " 或 "};
constexpr phrase example_is{"Example: ", "示例："};
constexpr phrase secret_stored{"A value is stored and not shown. Leave it empty to keep it.",
                               "已保存，不显示；留空则保持不变。"};
constexpr phrase secret_missing{"No value is stored.", "尚未保存。"};
constexpr phrase forget{"Remove the stored value", "清除已保存的值"};
constexpr phrase one_a_line{"One on each line.", "每行一个。"};
constexpr phrase as_json{"As JSON.", "JSON 格式。"};
constexpr phrase upload{"Or choose an image of at most 32 KB:", "或选择不超过 32 KB 的图片："};
constexpr phrase no_choice{"(not set)", "（未设置）"};

// Everything that the controls of one form need.
class painter {
public:
    painter(const config_schema& schema, const form_state& state, language in)
        : schema_{schema}, state_{state}, in_{in} {}

    std::vector<html> all() const { return of(schema_.fields); }

private:
    std::vector<html> of(const std::vector<schema_field>& fields) const {
        std::vector<html> out;
        for (const auto& field : fields)
            if (is_shown(field)) out.push_back(field.kind == field_kind::group ? group(field) : one(field));
        return out;
    }

    bool is_shown(const schema_field& field) const { return state_.for_operator || !field.operator_only; }

    html group(const schema_field& field) const {
        std::vector<html> parts{element("legend", {}, {text(field.title)})};
        if (!field.help.empty()) parts.push_back(paragraph(field.help, "help"));
        if (const auto* why = problem_of(field)) parts.push_back(problem_line(id_of(field) + "-problem", *why));
        for (auto& child : of(field.fields))
            parts.push_back(std::move(child));
        return element("fieldset", {}, parts);
    }

    html one(const schema_field& field) const {
        if (field.read_only) return given(field);
        if (field.kind == field_kind::choices) return boxes(field);
        std::vector<html> parts;
        attributes with{{"id", id_of(field)}, {"name", field.pointer}};
        if (!field.required_when.empty()) with.emplace_back("data-required-when", conditions_as_json(field));
        const auto notes = notes_of(field, with);
        auto label = element("label", {{"for", id_of(field)}}, label_of(field));
        if (field.kind == field_kind::toggle)
            parts.push_back(element("div", {{"class", "check"}}, {control(field, with), std::move(label)}));
        else
            parts.push_back(std::move(label));
        parts.insert(parts.end(), notes.begin(), notes.end());
        if (field.kind != field_kind::toggle) parts.push_back(control(field, with));
        if (!field.image_types.empty()) parts.push_back(image_input(field));
        if (is_stored(field) && !field.required) parts.push_back(clear_box(field));
        return element("div", {{"class", "field"}}, parts);
    }

    // What the host fills in, to be pasted into the provider's console.
    html given(const schema_field& field) const {
        const auto at = state_.host_values.find(field.host_value);
        if (at == state_.host_values.end()) return {};
        return element("div", {{"class", "given"}},
                       {copyable(id_of(field), field.title, at->second, in_), paragraph(field.help, "help")});
    }

    std::vector<html> label_of(const schema_field& field) const {
        std::vector<html> out{text(field.title)};
        if (field.required && !is_nested(field))
            out.push_back(element("span", {{"class", "mark"}}, {text(" "), text(required_mark.in(in_))}));
        return out;
    }

    // Help and problem, which `with` then names.
    std::vector<html> notes_of(const schema_field& field, attributes& with) const {
        const auto id = id_of(field);
        std::vector<html> out;
        std::string described;
        if (const auto help = help_of(field); !help.empty()) {
            described = id + "-help";
            out.push_back(element("p", {{"class", "help"}, {"id", described}}, {text(help)}));
        }
        if (const auto* why = problem_of(field)) {
            out.push_back(problem_line(id + "-problem", *why));
            described += (described.empty() ? "" : " ") + id + "-problem";
            with.emplace_back("aria-invalid", "true");
        }
        if (!described.empty()) with.emplace_back("aria-describedby", described);
        return out;
    }

    std::string help_of(const schema_field& field) const {
        std::vector<std::string> sentences{field.help};
        for (const auto& condition : field.required_when)
            sentences.push_back(in_words(condition));
        if (field.kind == field_kind::secret)
            sentences.emplace_back((is_stored(field) ? secret_stored : secret_missing).in(in_));
        if (field.kind == field_kind::lines) sentences.emplace_back(one_a_line.in(in_));
        if (field.kind == field_kind::json) sentences.emplace_back(as_json.in(in_));
        const bool has_example =
            !field.example.empty() &&
            (field.kind == field_kind::text || field.kind == field_kind::secret || field.kind == field_kind::json);
        if (has_example) sentences.push_back(std::string{example_is.in(in_)} + field.example);
        std::string out;
        for (const auto& sentence : sentences)
            out.append(out.empty() || sentence.empty() ? "" : " ").append(sentence);
        return out;
    }

    // "Required if How people sign in is qr or qr_legacy."
    std::string in_words(const field_condition& condition) const {
        std::string out{required_if.in(in_)};
        const auto* other = find_field(schema_, condition.pointer);
        out.append(other ? other->title : condition.pointer).append(is_one_of.in(in_));
        for (std::size_t i = 0; i < condition.values.size(); ++i)
            out.append(i == 0 ? "" : one_or_other.in(in_)).append(condition.values[i]);
        return out.append(in_ == language::chinese ? "。" : ".");
    }

    // [["/mode", "qr", "qr_legacy"], ...] for site.js
    static std::string conditions_as_json(const schema_field& field) {
        json::array out;
        for (const auto& condition : field.required_when) {
            json::array one{condition.pointer};
            for (const auto& value : condition.values)
                one.emplace_back(value);
            out.push_back(std::move(one));
        }
        return json::serialize(out);
    }

    html control(const schema_field& field, attributes with) const {
        const auto shown = shown_value(state_.shown, field);
        if (field.kind == field_kind::choice) return select(field, std::move(with), shown);
        if (field.kind == field_kind::lines || field.kind == field_kind::json) {
            with.emplace_back("rows", field.kind == field_kind::json ? "4" : "3");
            with.emplace_back("spellcheck", "false");
            return element("textarea", with, {text("\n" + shown)});
        }
        if (field.kind == field_kind::toggle) {
            with.emplace_back("type", "checkbox");
            with.emplace_back("value", "true");
            if (shown == "true") with.emplace_back("checked", "");
            return element("input", with);
        }
        return input(field, std::move(with), shown);
    }

    html input(const schema_field& field, attributes with, const std::string& shown) const {
        const bool is_secret = field.kind == field_kind::secret, is_number = field.kind == field_kind::number;
        with.emplace_back("type", is_secret ? "password" : is_number ? "number" : field.is_url ? "url" : "text");
        with.emplace_back("autocomplete", is_secret ? "new-password" : "off");
        if (!is_secret) with.emplace_back("value", shown);
        if (is_number && field.minimum) with.emplace_back("min", std::to_string(*field.minimum));
        if (is_number && field.maximum) with.emplace_back("max", std::to_string(*field.maximum));
        if (!is_number && field.max_length > 0) with.emplace_back("maxlength", std::to_string(field.max_length));
        if (field.required && !is_stored(field) && !is_nested(field)) with.emplace_back("required", "");
        return element("input", with);
    }

    // A group that is left out as a whole needs none of its fields.
    static bool is_nested(const schema_field& field) { return field.pointer.find('/', 1) != std::string::npos; }

    html select(const schema_field& field, attributes with, const std::string& shown) const {
        const auto option = [&](const std::string& value, std::string_view name) {
            attributes chosen{{"value", value}};
            if (value == shown) chosen.emplace_back("selected", "");
            return element("option", chosen, {text(name)});
        };
        std::vector<html> options;
        if (field.default_value.is_null()) options.push_back(option("", no_choice.in(in_)));
        for (const auto& one : field.options)
            options.push_back(option(one, one));
        return element("select", with, options);
    }

    html boxes(const schema_field& field) const {
        attributes with{{"class", "choices"}};
        std::vector<html> parts{element("legend", {}, label_of(field))};
        for (auto& note : notes_of(field, with))
            parts.push_back(std::move(note));
        // A group of boxes cannot be invalid, only its description can say so.
        std::erase_if(with, [](const auto& one) { return one.first == "aria-invalid"; });
        for (const auto& option : field.options) {
            const auto id = id_of(field) + "-" + encode_value(option);
            attributes box{{"id", id}, {"name", field.pointer + "/" + option}, {"type", "checkbox"}, {"value", "true"}};
            if (is_chosen(state_.shown, field, option)) box.emplace_back("checked", "");
            parts.push_back(element("div", {{"class", "check"}},
                                    {element("input", box), element("label", {{"for", id}}, {text(option)})}));
        }
        return element("fieldset", with, parts);
    }

    html image_input(const schema_field& field) const {
        const auto id = id_of(field) + "-file", shown = shown_value(state_.shown, field);
        std::string types;
        for (const auto& type : field.image_types)
            types.append(types.empty() ? "" : ",").append(type);
        attributes preview{{"alt", ""}, {"width", "48"}, {"height", "48"}, {"data-preview-of", id}};
        if (shown.starts_with("data:image/"))
            preview.emplace_back("src", shown);
        else
            preview.emplace_back("hidden", "");
        return element(
            "div", {{"class", "upload"}},
            {element("label", {{"for", id}}, {text(upload.in(in_))}),
             element("input", {{"id", id}, {"name", "file:" + field.pointer}, {"type", "file"}, {"accept", types}}),
             element("img", preview)});
    }

    html clear_box(const schema_field& field) const {
        const auto id = id_of(field) + "-clear";
        return element(
            "div", {{"class", "check"}},
            {element("input",
                     {{"id", id}, {"name", "clear:" + field.pointer}, {"type", "checkbox"}, {"value", "true"}}),
             element("label", {{"for", id}}, {text(forget.in(in_))})});
    }

    bool is_stored(const schema_field& field) const {
        return field.kind == field_kind::secret && value_at(state_.stored, field.pointer);
    }

    const std::string* problem_of(const schema_field& field) const {
        const auto at = state_.problems.find(field.pointer);
        return at == state_.problems.end() ? nullptr : &at->second;
    }

    static std::string id_of(const schema_field& field) { return "config" + encode_value(field.pointer); }

    const config_schema& schema_;
    const form_state& state_;
    const language in_;
};

}  // namespace

std::vector<html> form_markup(const config_schema& schema, const form_state& state, language in) {
    return painter{schema, state, in}.all();
}

}  // namespace host
