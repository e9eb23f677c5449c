#include "json_reader.hpp"

namespace simulator {

namespace json = boost::json;

namespace {

const json::object& object_at(const json::value& value, std::string_view pointer) {
    if (auto* object = value.if_object()) return *object;
    throw malformed(pointer, "must be an object");
}

std::string text_at(const json::value& value, std::string_view pointer) {
    if (auto* text = value.if_string()) return std::string(*text);
    throw malformed(pointer, "must be a string");
}

int number_at(const json::value& value, std::string_view pointer) {
    boost::system::error_code failed;
    auto number = value.to_number<int>(failed);
    if (failed || !value.is_number()) throw malformed(pointer, "must be an integer");
    return number;
}

}  // namespace

malformed::malformed(std::string_view pointer, std::string_view complaint)
    : std::runtime_error(std::string(pointer.empty() ? "/" : pointer) + ": " + std::string(complaint)) {}

json_reader::json_reader(const json::value& value, std::string pointer)
    : object_(object_at(value, pointer)), pointer_(std::move(pointer)) {}

std::string json_reader::pointer_to(std::string_view key) const { return pointer_ + "/" + std::string(key); }

const json::value* json_reader::take(std::string_view key) {
    taken_.emplace(key);
    return object_.if_contains(key);
}

const json::value& json_reader::require(std::string_view key) {
    if (auto* value = take(key)) return *value;
    throw malformed(pointer_to(key), "is missing");
}

std::string json_reader::text(std::string_view key) { return text_at(require(key), pointer_to(key)); }

std::string json_reader::text(std::string_view key, std::string_view otherwise) {
    auto* value = take(key);
    return value ? text_at(*value, pointer_to(key)) : std::string(otherwise);
}

int json_reader::number(std::string_view key) { return number_at(require(key), pointer_to(key)); }

int json_reader::number(std::string_view key, int otherwise) {
    auto* value = take(key);
    return value ? number_at(*value, pointer_to(key)) : otherwise;
}

bool json_reader::flag(std::string_view key, bool otherwise) {
    auto* value = take(key);
    if (!value) return otherwise;
    if (auto* flag = value->if_bool()) return *flag;
    throw malformed(pointer_to(key), "must be true or false");
}

std::vector<std::string> json_reader::texts(std::string_view key) {
    std::vector<std::string> list;
    each(key, [&](const json::value& value, std::string at) { list.push_back(text_at(value, at)); });
    return list;
}

std::vector<int> json_reader::numbers(std::string_view key) {
    std::vector<int> list;
    each(key, [&](const json::value& value, std::string at) { list.push_back(number_at(value, at)); });
    return list;
}

void json_reader::each(std::string_view key, const std::function<void(const json::value&, std::string)>& visit) {
    auto* value = take(key);
    if (!value) return;
    auto* array = value->if_array();
    if (!array) throw malformed(pointer_to(key), "must be an array");
    for (std::size_t i = 0; i < array->size(); ++i)
        visit((*array)[i], pointer_to(key) + "/" + std::to_string(i));
}

void json_reader::finish() const {
    for (auto& member : object_)
        if (!taken_.contains(std::string_view(member.key()))) throw malformed(pointer_to(member.key()), "is not known");
}

}  // namespace simulator
