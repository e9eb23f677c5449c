#include "faults.hpp"

#include "json_reader.hpp"

#include <algorithm>

namespace simulator {

namespace json = boost::json;

namespace {

constexpr std::pair<std::string_view, fault_kind> kinds[] = {
    {"errcode", fault_kind::errcode}, {"http_status", fault_kind::http_status},
    {"body", fault_kind::body},       {"truncate", fault_kind::truncate},
    {"close", fault_kind::close},     {"delay", fault_kind::delay},
    {"reset", fault_kind::reset},     {"hang", fault_kind::hang},
};

fault_kind read_kind(json_reader& reader) {
    auto name = reader.text("kind");
    for (auto& [known, kind] : kinds)
        if (known == name) return kind;
    throw malformed(reader.pointer_to("kind"),
                    "is none of errcode, http_status, body, truncate, close, delay, reset, hang");
}

int positive(json_reader& reader, std::string_view key) {
    int value = reader.number(key);
    if (value <= 0) throw malformed(reader.pointer_to(key), "must be positive");
    return value;
}

unsigned http_status(json_reader& reader) {
    int value = reader.number("status");
    if (value < 200 || value > 599)
        throw malformed(reader.pointer_to("status"), "must be an HTTP status from 200 to 599");
    return static_cast<unsigned>(value);
}

}  // namespace

fault read_fault(const json::value& document, time_point now) {
    json_reader reader(document, "");
    fault made;
    made.path = reader.text("path");
    made.kind = read_kind(reader);
    if (made.kind == fault_kind::errcode) made.errcode = reader.number("errcode");
    if (made.kind == fault_kind::http_status) made.status = http_status(reader);
    if (made.kind == fault_kind::body) made.body = reader.text("body", "<html><body>Hello</body></html>");
    if (made.kind == fault_kind::delay) made.delay = std::chrono::milliseconds(positive(reader, "milliseconds"));
    if (reader.has("times")) made.times = positive(reader, "times");
    if (reader.has("seconds")) made.until = now + std::chrono::seconds(positive(reader, "seconds"));
    reader.finish();
    return made;
}

std::optional<fault> fault_desk::take(std::string_view path, time_point now) {
    std::erase_if(faults_, [&](auto& each) { return each.until && *each.until <= now; });
    auto found = std::ranges::find_if(faults_, [&](auto& each) { return each.path == "*" || each.path == path; });
    if (found == faults_.end()) return std::nullopt;
    fault befallen = *found;
    if (found->times && --*found->times == 0) faults_.erase(found);
    return befallen;
}

json::array fault_desk::to_json() const {
    json::array list;
    for (auto& each : faults_) {
        auto named = std::ranges::find(kinds, each.kind, &std::pair<std::string_view, fault_kind>::second);
        json::object item{{"path", each.path}, {"kind", named->first}};
        item["times_left"] = each.times ? json::value(*each.times) : json::value(nullptr);
        list.push_back(std::move(item));
    }
    return list;
}

}  // namespace simulator
