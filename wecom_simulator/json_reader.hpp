#pragma once

#include <boost/json.hpp>

#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

// A JSON document somebody wrote by hand is wrong; the message begins with the JSON pointer of the place.
struct malformed : std::runtime_error {
    malformed(std::string_view pointer, std::string_view complaint);
};

// Reads the members of one JSON object strictly: a wrong type, a missing member and an unknown one are malformed.
// Refers to the value, which must outlive it.
class json_reader {
public:
    json_reader(const boost::json::value& value, std::string pointer);

    bool has(std::string_view key) const { return object_.contains(key); }
    std::string pointer_to(std::string_view key) const;

    std::string text(std::string_view key);
    std::string text(std::string_view key, std::string_view otherwise);
    int number(std::string_view key);
    int number(std::string_view key, int otherwise);
    bool flag(std::string_view key, bool otherwise);
    std::vector<std::string> texts(std::string_view key);
    std::vector<int> numbers(std::string_view key);
    // Calls visit(element, pointer) for each element; a missing array is empty.
    void each(std::string_view key, const std::function<void(const boost::json::value&, std::string)>& visit);

    // Refuses members that nobody asked for.
    void finish() const;

private:
    const boost::json::value* take(std::string_view key);
    const boost::json::value& require(std::string_view key);

    const boost::json::object& object_;
    std::string pointer_;
    std::set<std::string, std::less<>> taken_;
};

}  // namespace simulator
