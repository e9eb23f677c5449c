#include "fixtures.hpp"

#include "trusted_domain.hpp"

#include <algorithm>
#include <ranges>

namespace simulator {

namespace json = boost::json;

namespace {

std::vector<std::string> read_domains(json_reader& reader, std::string_view key) {
    auto entries = reader.texts(key);
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (auto objection = objection_to_domain(entries[i]); !objection.empty())
            throw malformed(reader.pointer_to(key) + "/" + std::to_string(i), objection);
    return entries;
}

std::vector<std::string> read_sensitive_fields(json_reader& reader) {
    auto names = reader.texts("sensitive_fields");
    for (std::size_t i = 0; i < names.size(); ++i)
        if (std::ranges::find(detail_names, names[i]) == std::end(detail_names))
            throw malformed(reader.pointer_to("sensitive_fields") + "/" + std::to_string(i),
                            "is none of gender, avatar, qr_code, mobile, email, biz_mail, address");
    return names;
}

app read_app(const json::value& value, std::string pointer) {
    json_reader reader(value, std::move(pointer));
    app made;
    made.agentid = reader.number("agentid");
    made.name = reader.text("name");
    made.secret = reader.text("secret");
    made.enabled = reader.flag("enabled", true);
    made.created_before_2022_06_20 = reader.flag("created_before_2022_06_20", false);
    made.trusted_domains = read_domains(reader, "trusted_domains");
    made.login_domains = read_domains(reader, "login_domains");
    made.trusted_ips = reader.texts("trusted_ips");
    made.allow_users = reader.texts("allow_users");
    made.allow_partys = reader.numbers("allow_partys");
    made.sensitive_fields = read_sensitive_fields(reader);
    made.home_url = reader.text("home_url", "");
    reader.finish();
    if (made.secret.empty()) throw malformed(reader.pointer_to("secret"), "must not be empty");
    return made;
}

member_status read_status(json_reader& reader) {
    int status = reader.number("status", 1);
    for (auto known :
         {member_status::active, member_status::disabled, member_status::not_activated, member_status::left})
        if (static_cast<int>(known) == status) return known;
    throw malformed(reader.pointer_to("status"), "is none of 1 (active), 2 (disabled), 4 (not activated), 5 (left)");
}

membership read_membership(const json::value& value, std::string pointer) {
    json_reader reader(value, std::move(pointer));
    membership made{reader.number("id"), reader.number("order", 0), reader.flag("leader", false)};
    reader.finish();
    return made;
}

person read_person(const json::value& value, std::string pointer) {
    json_reader reader(value, std::move(pointer));
    person made;
    made.userid = reader.text("userid", "");
    made.openid = reader.text("openid", "");
    made.external_userid = reader.text("external_userid", "");
    made.name = reader.text("name");
    made.alias = reader.text("alias", "");
    made.position = reader.text("position", "");
    made.status = read_status(reader);
    reader.each("departments", [&](const json::value& item, std::string at) {
        made.departments.push_back(read_membership(item, std::move(at)));
    });
    for (auto name : detail_names)
        if (reader.has(name)) made.details[std::string(name)] = reader.text(name);
    reader.finish();
    if (made.userid.empty() == made.openid.empty())
        throw malformed(reader.pointer_to("userid"), "a person has either a userid or an openid");
    return made;
}

// Refuses a second element with the same identity, which no lookup could ever find.
template <class List, class Same>
void refuse_duplicate(const List& list, Same same, std::string_view pointer) {
    auto others = std::ranges::subrange(list.begin(), list.end() - 1);
    if (std::ranges::any_of(others, [&](auto& other) { return same(other, list.back()); }))
        throw malformed(pointer, "is there twice");
}

corporation read_corporation(const json::value& value, std::string pointer) {
    json_reader reader(value, std::move(pointer));
    corporation made;
    made.corpid = reader.text("corpid");
    made.name = reader.text("name");
    reader.each("apps", [&](const json::value& item, std::string at) {
        made.apps.push_back(read_app(item, at));
        refuse_duplicate(
            made.apps, [](auto& a, auto& b) { return a.agentid == b.agentid; }, at + "/agentid");
    });
    reader.each("people", [&](const json::value& item, std::string at) {
        auto& added = made.people.emplace_back(read_person(item, at));
        bool taken = find_person(made, added.id()) != &added;
        if (taken) throw malformed(at, "has an id that somebody else has");
    });
    reader.finish();
    return made;
}

}  // namespace

json::value parse_json(std::string_view text) {
    boost::system::error_code failed;
    auto document = json::parse(text, failed);
    if (failed) throw malformed("", "is not JSON: " + failed.message());
    return document;
}

directory read_directory(const json::value& document) {
    json_reader reader(document, "");
    directory made;
    reader.each("corporations", [&](const json::value& item, std::string at) {
        made.corporations.push_back(read_corporation(item, at));
        refuse_duplicate(
            made.corporations, [](auto& a, auto& b) { return a.corpid == b.corpid; }, at + "/corpid");
    });
    reader.finish();
    if (made.corporations.empty()) throw malformed("/corporations", "must have at least one corporation");
    return made;
}

}  // namespace simulator
