#include "web/http_message.hpp"

#include <boost/algorithm/string/predicate.hpp>

namespace host {

std::string_view find_field(const fields& headers, std::string_view name) {
    for (const auto& [key, value] : headers)
        if (boost::algorithm::iequals(key, name)) return value;
    return {};
}

}  // namespace host
