#include "knobs.hpp"

#include "json_reader.hpp"

#include <algorithm>
#include <initializer_list>

namespace simulator {

namespace json = boost::json;

namespace {

// Calls visit(name, value, permitted values) for every knob: the one list of their names.
template <class Knobs, class Visit>
void for_each(Knobs& all, Visit visit) {
    visit("same_token_on_repeat", all.same_token_on_repeat);
    visit("token_lifetime", all.token_lifetime);
    visit("code_lifetime", all.code_lifetime);
    visit("ticket_lifetime", all.ticket_lifetime);
    visit("consent_lifetime", all.consent_lifetime);
    visit("appid_on_qr_connect", all.appid_on_qr_connect);
    visit("appid_on_wwlogin", all.appid_on_wwlogin);
    visit("denial_redirects", all.denial_redirects);
    visit("require_wecom_client", all.require_wecom_client);
    visit("strict_state", all.strict_state);
    visit("check_domain_on_page", all.check_domain_on_page);
    visit("hint_tail", all.hint_tail, {"captured", "always", "never"});
    visit("error_code_header", all.error_code_header);
    visit("errcode_on_success", all.errcode_on_success);
    visit("unknown_fields", all.unknown_fields);
    visit("escape_non_ascii", all.escape_non_ascii);
    visit("huge_values", all.huge_values);
    visit("userid_case", all.userid_case, {"canonical", "lower", "upper"});
    visit("disabled_app_errcode", all.disabled_app_errcode, {40001, 50003});
    visit("invisible_member_errcode", all.invisible_member_errcode, {60011, 60111});
    visit("left_member_found", all.left_member_found);
    visit("wrong_secrets_until_ban", all.wrong_secrets_until_ban);
    visit("calls_per_minute", all.calls_per_minute);
}

struct write_all {
    json::object& out;

    template <class Value>
    void operator()(std::string_view name, const Value& value) const {
        out[name] = value;
    }
    template <class Value, class Permitted>
    void operator()(std::string_view name, const Value& value, std::initializer_list<Permitted>) const {
        out[name] = value;
    }
};

struct read_named {
    json_reader& patch;

    void operator()(std::string_view name, bool& value) const { value = patch.flag(name, value); }
    void operator()(std::string_view name, int& value) const {
        value = patch.number(name, value);
        if (value < 0) throw malformed(patch.pointer_to(name), "must not be negative");
    }
    void operator()(std::string_view name, int& value, std::initializer_list<int> permitted) const {
        value = patch.number(name, value);
        demand(name, std::ranges::find(permitted, value) != permitted.end());
    }
    void operator()(std::string_view name, std::string& value, std::initializer_list<const char*> permitted) const {
        value = patch.text(name, value);
        demand(name, std::ranges::find(permitted, value) != permitted.end());
    }

    void demand(std::string_view name, bool is_permitted) const {
        if (!is_permitted) throw malformed(patch.pointer_to(name), "is not one of the permitted values");
    }
};

}  // namespace

json::object to_json(const knobs& all) {
    json::object out;
    for_each(all, write_all{out});
    return out;
}

void turn(knobs& all, const json::value& patch) {
    json_reader reader(patch, "");
    knobs changed = all;
    for_each(changed, read_named{reader});
    reader.finish();
    all = changed;
}

}  // namespace simulator
