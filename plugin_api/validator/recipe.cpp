#include "validator/recipe.hpp"

#include "validator/status_name.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/rand.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace validator {
namespace {

namespace json = boost::json;

constexpr std::string_view code_begin = "vc0de";
constexpr std::size_t person_size = 8, code_size = code_begin.size() + person_size + 24;

std::string text_of(const json::string& text) { return {text.data(), text.size()}; }

[[noreturn]] void refuse(const std::string& place, const std::string& why) {
    throw std::runtime_error{(place.empty() ? "the whole" : place) + ": " + why};
}

// The members of one object of the file. Each is asked for once; what nobody asks for is a mistake.
class members {
public:
    members(const json::value& of, std::string place) : place_{std::move(place)} {
        if (!of.is_object()) refuse(place_, "must be an object");
        object_ = of.get_object();
    }

    std::optional<json::value> take(std::string_view name) {
        const auto* found = object_.if_contains(json::string_view{name.data(), name.size()});
        if (!found) return std::nullopt;
        json::value value = *found;
        object_.erase(json::string_view{name.data(), name.size()});
        return value;
    }
    std::optional<std::string> text(std::string_view name) {
        const auto value = take(name);
        if (value && !value->is_string()) refuse(place_of(name), "must be a string");
        return value ? std::optional{text_of(value->get_string())} : std::nullopt;
    }
    std::string needed_text(std::string_view name) {
        const auto found = text(name);
        if (!found || found->empty()) refuse(place_of(name), "is missing");
        return *found;
    }
    json::array list(std::string_view name) {
        const auto value = take(name);
        if (value && !value->is_array()) refuse(place_of(name), "must be an array");
        return value ? value->get_array() : json::array{};
    }
    std::vector<std::string> texts(std::string_view name) {
        std::vector<std::string> out;
        for (const auto& each : list(name)) {
            if (!each.is_string()) refuse(place_of(name), "must be an array of strings");
            out.push_back(text_of(each.get_string()));
        }
        return out;
    }
    void must_be_empty() const {
        if (!object_.empty()) {
            const auto key = object_.begin()->key();
            refuse(place_of({key.data(), key.size()}), "a recipe has no such member");
        }
    }
    std::string place_of(std::string_view name) const { return place_ + "/" + std::string{name}; }

private:
    std::string place_;
    json::object object_;
};

recipe_answer read_answer(members& from) {
    recipe_answer out;
    out.path = from.needed_text("path");
    if (!out.path.starts_with('/')) refuse(from.place_of("path"), "must begin with /");
    if (const auto status = from.take("status")) {
        if (!status->is_int64()) refuse(from.place_of("status"), "must be an HTTP status");
        out.status = static_cast<int>(status->get_int64());
    }
    if (const auto type = from.text("content_type")) out.content_type = *type;
    if (const auto body = from.take("body"))
        out.body = body->is_string() ? text_of(body->get_string()) : json::serialize(*body);
    if (const auto token = from.take("token")) {
        if (!token->is_bool()) refuse(from.place_of("token"), "must be true or false");
        out.is_token = token->get_bool();
    }
    return out;
}

recipe_error read_error(members& from) {
    recipe_error out;
    out.name = from.needed_text("name");
    for (const auto& name : from.texts("means")) {
        const auto status = status_named(name);
        if (!status) refuse(from.place_of("means"), "idp_plugin.h has no status " + name);
        out.means.push_back(*status);
    }
    if (out.means.empty()) refuse(from.place_of("means"), "must name what resolve_account may answer");
    out.answer = read_answer(from);
    return out;
}

template <class T>
void read_each(std::vector<T>& to, const json::array& from, const std::string& place, T (*read)(members&)) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        members each{from[i], place + "/" + std::to_string(i)};
        to.push_back(read(each));
        each.must_be_empty();
    }
}

test_recipe read_recipe(const json::value& document) {
    members all{document, ""};
    test_recipe out;
    const auto config = all.take("config");
    if (!config || !config->is_object()) refuse("/config", "must be the configuration, an object");
    out.config = json::serialize(*config);
    out.callback = all.needed_text("callback");
    out.refusal = all.text("refusal");
    members account{all.take("account").value_or(json::object{}), "/account"};
    out.issuer = account.needed_text("issuer");
    out.subject = account.needed_text("subject");
    account.must_be_empty();
    out.canaries = all.texts("canaries");
    read_each(out.answers, all.list("answers"), "/answers", read_answer);
    read_each(out.errors, all.list("errors"), "/errors", read_error);
    if (!out.errors.empty() && out.answers.empty()) refuse("/errors", "needs answers as well");
    all.must_be_empty();
    return out;
}

std::string json_text(std::string_view plain) {
    const auto quoted = json::serialize(json::string_view{plain.data(), plain.size()});
    return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

test_recipe test_recipe::read(const std::filesystem::path& file) try {
    std::ifstream in{file, std::ios::binary};
    if (!in) throw std::runtime_error{"cannot be read"};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    json::error_code failure;
    const auto document = json::parse(text, failure);
    if (failure) throw std::runtime_error{"is not JSON: " + failure.message()};
    return read_recipe(document);
} catch (const std::runtime_error& why) {
    throw std::runtime_error{file.string() + ": " + why.what()};
}

std::string test_recipe::config_json(std::string_view origin, std::string_view ca_file) const {
    return filled_in(config, {{"origin", json_text(origin)}, {"ca_file", json_text(ca_file)}});
}

std::string fresh_code() {
    unsigned char random[(code_size - code_begin.size()) / 2];
    if (RAND_bytes(random, sizeof random) != 1) throw std::runtime_error{"no random bytes"};
    std::string out{code_begin};
    for (const auto byte : random) {
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

std::string person_of(std::string_view code) {
    return code.starts_with(code_begin) ? std::string{code.substr(code_begin.size(), person_size)} : std::string{};
}

std::string code_in(std::string_view request) {
    const auto at = request.find(code_begin);
    return at == request.npos ? std::string{} : std::string{request.substr(at, code_size)};
}

std::string filled_in(std::string_view text, const std::map<std::string, std::string, std::less<>>& values) {
    std::string out;
    for (;;) {
        const auto begin = text.find("${"), end = text.find('}', begin == text.npos ? 0 : begin);
        if (begin == text.npos || end == text.npos) return out.append(text);
        const auto value = values.find(text.substr(begin + 2, end - begin - 2));
        out.append(text.substr(0, begin));
        out.append(value == values.end() ? text.substr(begin, end + 1 - begin) : std::string_view{value->second});
        text.remove_prefix(end + 1);
    }
}

}  // namespace validator
