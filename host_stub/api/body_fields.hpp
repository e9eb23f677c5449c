#pragma once

#include "api/api_answer.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace host {

enum class presence { required, optional };

// Reads the members of a body and remembers what is wrong with them, in the words of pydantic.
class body_fields {
public:
    // body must outlive it.
    explicit body_fields(const boost::json::object& body) : body_{body} {}

    // Nothing, if it is not there or is not acceptable; the latter is an issue, and so is the former if it is required.
    std::optional<std::string> text(std::string_view key, presence asked);
    const boost::json::object* object(std::string_view key, presence asked);

    void refuse(std::string_view key, std::string_view msg, std::string_view type);

    // What is wrong; members that nobody has asked for are refused too.
    std::vector<request_issue> issues() const;

private:
    const boost::json::value* find(std::string_view key, presence asked);

    const boost::json::object& body_;
    std::set<std::string, std::less<>> known_;
    std::vector<request_issue> issues_;
};

}  // namespace host
