#include "call_log.hpp"

namespace simulator {

namespace json = boost::json;

namespace {

constexpr std::size_t kept = 20000;

}  // namespace

unsigned call_log::accepted(std::string peer) {
    if (connections_.size() == kept) connections_.erase(connections_.begin());
    ++counted_connections_;
    connections_.try_emplace(++last_connection_, std::move(peer));
    return last_connection_;
}

void call_log::handshaken(unsigned number, std::string tls_version, std::string server_name) {
    auto found = connections_.find(number);
    if (found == connections_.end()) return;
    found->second.tls_version = std::move(tls_version);
    found->second.server_name = std::move(server_name);
}

void call_log::closed(unsigned number) {
    if (auto found = connections_.find(number); found != connections_.end()) found->second.open = false;
}

void call_log::called(const request& call, time_point now) {
    if (calls_.size() == kept) calls_.pop_front();
    json::object values;
    for (auto& [name, value] : call.query)
        values[name] = value;
    calls_.push_back({{"number", ++last_call_},
                      {"connection", call.connection},
                      {"at", now.time_since_epoch().count()},
                      {"method", call.method},
                      {"host", call.header("host")},
                      {"path", call.path},
                      {"target", call.target},
                      {"parameters", std::move(values)},
                      {"user_agent", call.header("user-agent")},
                      {"body", call.body}});
}

json::object call_log::calls() const {
    return {{"count", last_call_}, {"calls", json::array(calls_.begin(), calls_.end())}};
}

json::object call_log::connections() const {
    json::array list;
    for (auto& [number, each] : connections_)
        list.push_back({{"number", number},
                        {"peer", each.peer},
                        {"tls", each.tls_version},
                        {"server_name", each.server_name},
                        {"open", each.open}});
    return {{"accepted", counted_connections_}, {"connections", std::move(list)}};
}

void call_log::forget_calls() {
    calls_.clear();
    last_call_ = 0;
}

void call_log::forget_connections() {
    std::erase_if(connections_, [](auto& item) { return !item.second.open; });
    counted_connections_ = 0;
}

}  // namespace simulator
