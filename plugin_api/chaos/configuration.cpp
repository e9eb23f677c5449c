#include "configuration.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace chaos {
namespace {

namespace json = boost::json;

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

class reader {
public:
    void read(std::string_view key, const json::value& value) {
        if (key == "behaviour")
            read_behaviour(value);
        else if (key == "seed")
            out_.seed = number(key, value, 0, 1'000'000), has_seed_ = true;
        else if (key == "first")
            out_.first = static_cast<std::uint32_t>(number(key, value, 0, 1'000'000));
        else if (key == "timeout_ms")
            out_.timeout = std::chrono::milliseconds{number(key, value, 100, 30'000)};
        else if (key == "subject")
            read_subject(value);
        else if (key != "anything")
            refuse("/" + pointer_of(key), "additionalProperties", "there is no such key: leave it out");
    }

    std::variant<configuration, std::vector<issue>> result() {
        if (out_.does == behaviour::random && !has_seed_)
            refuse("/seed", "required", "random needs a seed: write a number, the same for the same logins");
        if (!issues_.empty()) return std::move(issues_);
        return std::move(out_);
    }

    void refuse(std::string pointer, std::string code, std::string text) {
        issues_.push_back({std::move(pointer), std::move(code), std::move(text)});
    }

private:
    static std::string pointer_of(std::string_view key) {
        std::string out;
        for (const char c : key)
            out += c == '~' ? "~0" : c == '/' ? "~1" : std::string{c};
        return out;
    }

    void read_behaviour(const json::value& value) {
        const auto* name = value.if_string();
        const auto found = name ? behaviour_named(*name) : std::nullopt;
        if (!found) return refuse("/behaviour", "enum", "there is no such behaviour: choose one of the schema's");
        out_.does = *found;
    }

    void read_subject(const json::value& value) {
        const auto* name = value.if_string();
        if (!name || !is_name(*name))
            return refuse("/subject", name ? "pattern" : "type", "write 1 to 64 characters of a-z and 0-9");
        out_.subject = *name;
    }

    std::uint64_t number(std::string_view key, const json::value& value, std::int64_t low, std::int64_t high) {
        const auto* it = value.if_int64();
        if (it && *it >= low && *it <= high) return static_cast<std::uint64_t>(*it);
        refuse("/" + std::string{key}, it ? (*it < low ? "minimum" : "maximum") : "type",
               "write a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        return static_cast<std::uint64_t>(low);
    }

    configuration out_;
    bool has_seed_ = false;
    std::vector<issue> issues_;
};

}  // namespace

std::variant<configuration, std::vector<issue>> read_configuration(std::string_view text) {
    reader out;
    boost::system::error_code failed;
    const auto parsed = json::parse({text.data(), text.size()}, failed);
    if (failed || !parsed.is_object()) {
        out.refuse("", failed ? "json" : "type", "the configuration is no JSON object");
        return out.result();
    }
    for (const auto& [key, value] : parsed.get_object())
        out.read(key, value);
    return out.result();
}

}  // namespace chaos
