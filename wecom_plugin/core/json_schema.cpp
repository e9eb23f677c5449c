#include "core/json_schema.hpp"

#include "core/encoding.hpp"
#include "core/web_url.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <locale>
#include <regex>

namespace wecom {
namespace {

namespace json = boost::json;

// libstdc++ fills the table by which std::regex narrows characters as it goes, and without a lock: here it is filled
// before two threads can use it.
bool matches(std::string_view text, const char* pattern) {
    [[maybe_unused]] static const bool table_is_full = [] {
        const auto& table = std::use_facet<std::ctype<char>>(std::locale{});
        for (int c = 0; c < 256; ++c)
            table.narrow(static_cast<char>(c), '\0');
        return true;
    }();
    return std::regex_search(text.begin(), text.end(), std::regex{pattern});
}

std::string_view text_of(const json::string& text) { return {text.data(), text.size()}; }

const json::value* find(const json::object& object, std::string_view key) {
    return object.if_contains(json::string_view{key.data(), key.size()});
}

// title or description, in the language asked for.
std::string annotation(const json::object& schema, std::string_view key, language lang) {
    if (lang == language::zh)
        if (const auto* i18n = find(schema, "x-i18n"))
            if (const auto* text = find(i18n->at("zh-CN").as_object(), key))
                return std::string{text_of(text->as_string())};
    const auto* text = find(schema, key);
    return text ? std::string{text_of(text->as_string())} : std::string{};
}

bool has_type(const json::value& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    return type == "boolean" && value.is_bool();
}

bool has_type(const json::value& value, const json::value& types) {
    if (types.is_string()) return has_type(value, text_of(types.get_string()));
    return std::any_of(types.as_array().begin(), types.as_array().end(),
                       [&](const auto& type) { return has_type(value, text_of(type.as_string())); });
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool has_outer_blank(std::string_view text) {
    // U+00A0 and U+3000, which editors and input methods make, end in bytes that no other blank has.
    const auto wide = [](std::string_view t, auto test) { return (t.*test)("\xC2\xA0") || (t.*test)("\xE3\x80\x80"); };
    using match = bool (std::string_view::*)(const char*) const noexcept;
    return !text.empty() &&
           (is_blank(text.front()) || is_blank(text.back()) || wide(text, match{&std::string_view::starts_with}) ||
            wide(text, match{&std::string_view::ends_with}));
}

class check {
public:
    explicit check(language lang) : lang_{lang} {}

    void value(const json::object& schema, const json::value& v, const std::string& pointer) {
        if (const auto* types = find(schema, "type"); types && !has_type(v, *types))
            return report(schema, pointer, "type");
        if (v.is_string() && has_outer_blank(text_of(v.get_string()))) return report(schema, pointer, "blank");
        if (const auto* allowed = find(schema, "enum"); allowed && !contains(allowed->as_array(), v))
            return report(schema, pointer, "enum", json::serialize(*allowed));
        if (v.is_string()) return string(schema, text_of(v.get_string()), pointer);
        if (v.is_object()) return object(schema, v.get_object(), pointer);
        if (v.is_array()) return array(schema, v.get_array(), pointer);
        if (v.is_number()) number(schema, v, pointer);
    }

    std::vector<config_issue> take() { return std::move(issues_); }

private:
    static bool contains(const json::array& values, const json::value& v) {
        return std::find(values.begin(), values.end(), v) != values.end();
    }

    void string(const json::object& schema, std::string_view text, const std::string& pointer) {
        if (const auto* min = find(schema, "minLength"); min && text.size() < min->to_number<std::size_t>())
            return report(schema, pointer, "minLength", json::serialize(*min));
        if (const auto* max = find(schema, "maxLength"); max && text.size() > max->to_number<std::size_t>())
            return report(schema, pointer, "maxLength", json::serialize(*max));
        if (const auto* pattern = find(schema, "pattern"); pattern && !matches(text, pattern->as_string().c_str()))
            return report(schema, pointer, "pattern");
        if (const auto* format = find(schema, "format"); format && format->as_string() == "uri" && !parse_web_url(text))
            report(schema, pointer, "format");
    }

    void number(const json::object& schema, const json::value& v, const std::string& pointer) {
        const auto at = v.to_number<double>();
        if (const auto* min = find(schema, "minimum"); min && at < min->to_number<double>())
            return report(schema, pointer, "minimum", json::serialize(*min));
        if (const auto* max = find(schema, "maximum"); max && at > max->to_number<double>())
            report(schema, pointer, "maximum", json::serialize(*max));
    }

    void array(const json::object& schema, const json::array& values, const std::string& pointer) {
        if (const auto* min = find(schema, "minItems"); min && values.size() < min->to_number<std::size_t>())
            return report(schema, pointer, "minItems", json::serialize(*min));
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (find(schema, "uniqueItems") &&
                std::find(values.begin(), values.begin() + i, values[i]) != values.begin() + i)
                return report(schema, pointer, "uniqueItems");
            value(schema.at("items").as_object(), values[i], pointer + "/" + std::to_string(i));
        }
    }

    void object(const json::object& schema, const json::object& members, const std::string& pointer) {
        const auto* properties = find(schema, "properties");
        const auto* others = find(schema, "additionalProperties");
        for (const auto& [key, v] : members) {
            const auto at = pointer + "/" + pointer_token({key.data(), key.size()});
            const auto* property = properties ? find(properties->as_object(), {key.data(), key.size()}) : nullptr;
            if (property)
                value(property->as_object(), v, at);
            else if (others && others->is_object())
                value(others->as_object(), v, at);
            else if (others)
                report(schema, at, "additionalProperties");
        }
        require_members(schema, schema, members, pointer);
        if (const auto* rules = find(schema, "allOf"))
            for (const auto& rule : rules->as_array())
                if (holds(rule.at("if").as_object(), members))
                    require_members(schema, rule.at("then").as_object(), members, pointer);
    }

    void require_members(const json::object& schema, const json::object& rule, const json::object& members,
                         const std::string& pointer) {
        const auto* required = find(rule, "required");
        if (!required) return;
        for (const auto& name : required->as_array())
            if (!members.contains(name.as_string()))
                report(schema.at("properties").at(name.as_string()).as_object(),
                       pointer + "/" + std::string{text_of(name.as_string())}, "required");
    }

    // An "if": required members that are there, with one of the values of an enum.
    static bool holds(const json::object& condition, const json::object& members) {
        for (const auto& [key, property] : condition.at("properties").as_object()) {
            const auto* v = members.if_contains(key);
            if (!v || !contains(property.at("enum").as_array(), *v)) return false;
        }
        return true;
    }

    void report(const json::object& schema, const std::string& pointer, std::string_view code,
                std::string_view bound = {}) {
        // Two rules may miss the same member.
        if (std::any_of(issues_.begin(), issues_.end(),
                        [&](auto& issue) { return issue.pointer == pointer && issue.code == code; }))
            return;
        issues_.push_back({pointer, std::string{code}, sentence(schema, pointer, code, bound)});
    }

    std::string sentence(const json::object& schema, const std::string& pointer, std::string_view code,
                         std::string_view bound) const;

    language lang_;
    std::vector<config_issue> issues_;
};

struct keyword_text {
    std::string_view code, en, zh;
};

// {} stands for the title of the field, {b} for the bound or the allowed values, {d} for the description.
constexpr keyword_text texts[] = {
    {"type", "{} has a value of the wrong type. {d}", "“{}”的值类型不正确。{d}"},
    {"enum", "{} must be one of {b}.", "“{}”只能是 {b} 之一。"},
    {"blank", "{} begins or ends with a blank, which probably came along when it was pasted. Remove it.",
     "“{}”首尾含有空白字符，可能是粘贴时带入的，请删除。"},
    {"minLength", "{} is too short: at least {b} characters. {d}", "“{}”过短，至少 {b} 个字符。{d}"},
    {"maxLength", "{} is too long: at most {b} characters. {d}", "“{}”过长，最多 {b} 个字符。{d}"},
    {"pattern", "{} has characters or a form that it cannot have. {d}", "“{}”的格式不正确。{d}"},
    {"format", "{} is not an address without user name, password and fragment. {d}",
     "“{}”不是有效的地址（不能含用户名、密码或 # 片段）。{d}"},
    {"minimum", "{} must be at least {b}.", "“{}”不能小于 {b}。"},
    {"maximum", "{} must be at most {b}.", "“{}”不能大于 {b}。"},
    {"minItems", "{} needs at least {b} entry.", "“{}”至少需要 {b} 项。"},
    {"uniqueItems", "{} lists an entry twice.", "“{}”中有重复项。"},
    {"required", "{} is missing. {d}", "缺少“{}”。{d}"},
    {"additionalProperties", "There is no setting of this name. Check the spelling.", "没有这个配置项，请检查拼写。"},
};

void replace(std::string& text, std::string_view mark, std::string_view by) {
    if (const auto at = text.find(mark); at != text.npos) text.replace(at, mark.size(), by);
}

std::string check::sentence(const json::object& schema, const std::string& pointer, std::string_view code,
                            std::string_view bound) const {
    const auto row = std::find_if(std::begin(texts), std::end(texts), [&](auto& t) { return t.code == code; });
    std::string text{lang_ == language::zh ? row->zh : row->en};
    const auto title = annotation(schema, "title", lang_);
    replace(text, "{}", title.empty() ? pointer : title);
    replace(text, "{b}", bound);
    replace(text, "{d}", annotation(schema, "description", lang_));
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

}  // namespace

std::string pointer_token(std::string_view key) {
    std::string out;
    for (const char c : printable(key, 64))
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

std::vector<config_issue> schema_issues(const json::value& schema, const json::value& value, language lang) {
    check all{lang};
    all.value(schema.as_object(), value, "");
    return all.take();
}

const std::vector<std::string_view>& json_schema_keywords() {
    static const auto& keywords = *new std::vector<std::string_view>{
        "type", "enum", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "items", "minItems",
        "uniqueItems", "properties", "required", "additionalProperties", "allOf", "if", "then",
        // annotations
        "$schema", "title", "description", "default", "examples", "readOnly", "writeOnly", "x-order", "x-i18n",
        "x-operator", "x-value"};
    return keywords;
}

}  // namespace wecom
