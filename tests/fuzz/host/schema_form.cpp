#include "fuzz/target.hpp"
#include "web/schema_form/form_markup.hpp"
#include "web/schema_form/schema.hpp"

using namespace host;
using fuzz::holds;

namespace {

std::size_t look_at_fields(const std::vector<schema_field>& fields, const std::string& inside) {
    std::size_t count = fields.size();
    for (const auto& field : fields) {
        holds(field.pointer.starts_with(inside + "/"), "a field is in its group");
        holds(field.pointer.find('/', inside.size() + 1) == std::string::npos, "a key is one step of a pointer");
        holds(!field.title.empty() || field.pointer == inside + "/", "a field has a title");
        holds(field.kind == field_kind::group || field.fields.empty(), "only a group has fields");
        holds(field.kind != field_kind::secret || field.default_value.is_null(), "a secret has no default");
        count += look_at_fields(field.fields, field.pointer);
    }
    return count;
}

}  // namespace

FUZZ_TARGET(schema_form) {
    const auto en = parse_config_schema(input, language::english), zh = parse_config_schema(input, language::chinese);
    holds(en.has_value() == zh.has_value(), "a schema is readable in both languages or in none");
    if (!en) return holds(!en.error().text.empty(), "a developer is told what is wrong");
    const auto count = look_at_fields(en->fields, "");
    holds(count <= 300 && count == look_at_fields(zh->fields, ""), "there are as many fields in both languages");

    std::string markup;
    for (const auto& part : form_markup(*zh, {}, language::chinese))
        markup += part.markup();
    holds(markup.find("<script") == markup.npos, "a schema runs nothing");
}
