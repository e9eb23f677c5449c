#pragma once

#include "message.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace simulator {

enum class fault_kind {
    errcode,      // WeCom's own refusal, in the shape of that endpoint
    http_status,  // a proxy's HTML page
    body,         // status 200 and a body that is not what it says
    truncate,     // the true answer, cut in half
    close,        // the true answer, then the connection ends without a warning
    delay,        // the true answer, late
    reset,
    hang
};

struct fault {
    std::string path;  // "*": every one
    fault_kind kind = fault_kind::errcode;
    int errcode = -1;
    unsigned status = 502;
    std::string body;
    std::chrono::milliseconds delay{0};
    std::optional<int> times;         // how many answers are spoilt; empty: no limit
    std::optional<time_point> until;  // on the simulator's clock
};

// {"path","kind", and as the kind wants "errcode","status","body","milliseconds"; "times", "seconds"}; throws
// malformed.
fault read_fault(const boost::json::value& document, time_point now);

// Faults waiting to happen. The one added first comes first.
class fault_desk {
public:
    void add(fault added) { faults_.push_back(std::move(added)); }
    void clear() { faults_.clear(); }

    // The fault that befalls this call, used up by one; empty if the call is spared.
    std::optional<fault> take(std::string_view path, time_point now);

    boost::json::array to_json() const;

private:
    std::vector<fault> faults_;
};

}  // namespace simulator
