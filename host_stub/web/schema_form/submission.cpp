#include "web/schema_form/submission.hpp"

#include "api/json_body.hpp"
#include "web/phrase.hpp"
#include "web/schema_form/field_value.hpp"
#include "web/schema_form/image_upload.hpp"

#include <boost/algorithm/string/trim.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace host {
namespace {

namespace json = boost::json;

constexpr phrase not_yours{"Only the operator of the platform may set this.", "仅平台运维人员可以设置。"};
constexpr phrase unknown{"The form has a field that this provider does not know. Reload the page and try again.",
                         "表单中包含未知字段，请刷新页面后重试。"};
constexpr phrase missing{"This is required.", "此项必填。"};
constexpr phrase no_number{"This is no whole number.", "请输入整数。"};
constexpr phrase out_of_range{"This number is too small or too large.", "数值超出范围。"};
constexpr phrase no_option{"This is none of the choices.", "不是可选的值。"};
constexpr phrase no_json{"This is no JSON.", "不是有效的 JSON。"};
constexpr phrase image_too_big{"The image has more than 32 KB. Choose a smaller one.",
                               "图片超过 32 KB，请选择更小的图片。"};
constexpr phrase image_unknown{"The file is no image of a kind that is accepted here.", "该文件不是可接受的图片格式。"};

class form_reader {
public:
    form_reader(const form& sent, const std::vector<form_part>& files, const json::object& stored, bool by_operator,
                language in)
        : sent_{sent}, files_{files}, stored_{stored}, by_operator_{by_operator}, in_{in} {}

    submission read(const config_schema& schema) {
        read_all(schema.fields);
        require(schema, schema.fields, true);
        for (const auto& [name, value] : sent_)
            if (name.starts_with('/') && !known_.contains(name)) refuse(name, unknown);
        return std::move(out_);
    }

private:
    void read_all(const std::vector<schema_field>& fields) {
        for (const auto& field : fields)
            if (field.kind == field_kind::group)
                read_all(field.fields);
            else if (field.read_only || (field.operator_only && !by_operator_))
                keep_foreign(field);
            else
                read_own(field);
    }

    void keep_foreign(const schema_field& field) {
        keep_stored(field);
        const auto prefix = field.pointer + "/";
        for (const auto& [name, value] : sent_)
            if (name == field.pointer || name.starts_with(prefix)) {
                known_.insert(name);
                refuse(field.pointer, not_yours);
            }
    }

    void keep_stored(const schema_field& field) {
        if (const auto* value = value_at(stored_, field.pointer)) set_value(out_.config, field.pointer, *value);
    }

    void read_own(const schema_field& field) {
        if (field.kind == field_kind::choices) return store(field, chosen(field));
        const auto at = sent_.find(field.pointer);
        if (field.kind == field_kind::toggle) return read_toggle(field, at == sent_.end() ? "" : at->second);
        if (read_file(field)) return;
        if (at == sent_.end()) return keep_stored(field);
        known_.insert(field.pointer);
        if (field.kind == field_kind::secret) return read_secret(field, at->second);
        read_text(field, boost::algorithm::trim_copy(at->second));
    }

    void read_secret(const schema_field& field, const std::string& value) {
        if (!value.empty())
            store(field, json::string{value});
        else if (!sent_.contains("clear:" + field.pointer))
            keep_stored(field);
    }

    void read_toggle(const schema_field& field, std::string_view value) {
        known_.insert(field.pointer);
        if (!value.empty() && value != "true") return refuse(field.pointer, no_option);
        const bool is_on = !value.empty();
        if (!is_on && field.default_value.is_null() && !value_at(stored_, field.pointer)) return;
        store(field, is_on);
    }

    void read_text(const schema_field& field, const std::string& value) {
        if (value.empty()) return;
        switch (field.kind) {
            case field_kind::number: return read_number(field, value);
            case field_kind::lines: return store(field, lines_of(value));
            case field_kind::json: return read_json(field, value);
            case field_kind::choice:
                if (std::find(field.options.begin(), field.options.end(), value) == field.options.end())
                    return refuse(field.pointer, no_option);
                break;
            default: break;
        }
        store(field, json::string{value});
    }

    void read_number(const schema_field& field, const std::string& value) {
        std::int64_t number = 0;
        const auto* end = value.data() + value.size();
        const auto read = std::from_chars(value.data(), end, number);
        const bool is_read = read.ec == std::errc{} && read.ptr == end;
        // What was sent is kept, so that the form shows it again.
        if (!is_read) {
            store(field, json::string{value});
            return refuse(field.pointer, no_number);
        }
        store(field, number);
        if ((field.minimum && number < *field.minimum) || (field.maximum && number > *field.maximum))
            refuse(field.pointer, out_of_range);
    }

    void read_json(const schema_field& field, const std::string& value) {
        boost::system::error_code failed;
        auto parsed = json::parse(value, failed);
        // What no body of a request may have, like a key that comes twice, no configuration has either.
        const bool is_good = !failed && parse_json_body("{\"value\":" + value + "}");
        store(field, is_good ? std::move(parsed) : json::value(json::string{value}));
        if (!is_good) refuse(field.pointer, no_json);
    }

    static json::array lines_of(const std::string& value) {
        json::array out;
        for (std::size_t from = 0; from < value.size();) {
            const auto end = std::min(value.find('\n', from), value.size());
            const auto line = boost::algorithm::trim_copy(value.substr(from, end - from));
            if (!line.empty()) out.emplace_back(line);
            from = end + 1;
        }
        return out;
    }

    json::array chosen(const schema_field& field) {
        json::array out;
        for (const auto& option : field.options) {
            const auto name = field.pointer + "/" + option;
            const auto at = sent_.find(name);
            known_.insert(name);
            if (at == sent_.end()) continue;
            if (at->second != "true") refuse(field.pointer, no_option);
            out.emplace_back(option);
        }
        return out;
    }

    bool read_file(const schema_field& field) {
        if (field.image_types.empty()) return false;
        const auto file = std::find_if(files_.begin(), files_.end(), [&](const auto& one) {
            return one.is_file && one.name == "file:" + field.pointer && !one.body.empty();
        });
        if (file == files_.end()) return false;
        known_.insert(field.pointer);
        const auto url = image_data_url(file->body, field.image_types);
        if (url) {
            store(field, json::string{*url});
        } else {
            keep_stored(field);
            refuse(field.pointer, url.error() == image_problem::too_big ? image_too_big : image_unknown);
        }
        return true;
    }

    void store(const schema_field& field, json::value value) {
        if (value == field.default_value && !value_at(stored_, field.pointer)) return;
        set_value(out_.config, field.pointer, std::move(value));
    }

    void require(const config_schema& schema, const std::vector<schema_field>& fields, bool is_in_use) {
        for (const auto& field : fields) {
            const bool has_value = value_at(out_.config, field.pointer);
            if (field.kind == field_kind::group) require(schema, field.fields, has_value || field.required);
            const bool is_asked = !field.read_only && field.kind != field_kind::group;
            if (is_asked && is_in_use && !has_value && is_required(schema, field)) refuse(field.pointer, missing);
        }
    }

    bool is_required(const config_schema& schema, const schema_field& field) const {
        return (field.required && field.default_value.is_null()) ||
               std::any_of(field.required_when.begin(), field.required_when.end(), [&](const auto& condition) {
                   const auto* other = find_field(schema, condition.pointer);
                   const auto value = other ? shown_value(out_.config, *other) : std::string{};
                   return std::find(condition.values.begin(), condition.values.end(), value) != condition.values.end();
               });
    }

    void refuse(const std::string& pointer, const phrase& why) {
        out_.problems.emplace(pointer, std::string{why.in(in_)});
    }

    const form& sent_;
    const std::vector<form_part>& files_;
    const json::object& stored_;
    const bool by_operator_;
    const language in_;
    submission out_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace

submission read_submission(const config_schema& schema, const form& sent, const std::vector<form_part>& files,
                           const json::object& stored, bool by_operator, language in) {
    return form_reader{sent, files, stored, by_operator, in}.read(schema);
}

}  // namespace host
