#include "validator/network/stand_in.hpp"

#include <algorithm>

namespace validator {
namespace {

std::string_view path_of(std::string_view request) {
    const auto begin = request.find(' ') + 1;
    return request.substr(begin, request.find_first_of(" ?", begin) - begin);
}

std::string http(int status, std::string_view content_type, std::string_view body) {
    return "HTTP/1.1 " + std::to_string(status) + " Answer\r\nContent-Type: " + std::string{content_type} +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

}  // namespace

stand_in::stand_in(const test_recipe& of) : recipe_{of}, server_{authority_.issue()} { tell_the_truth(); }

std::string stand_in::origin() const { return "https://localhost:" + std::to_string(server_.port()); }

std::string stand_in::config_json() const { return recipe_.config_json(origin(), ca_file()); }

void stand_in::tell_the_truth() {
    {
        const std::lock_guard lock{mutex_};
        error_ = nullptr;
    }
    lie([this](tls_peer& peer) {
        peer.handshake();
        for (;;)
            answer_truly(peer);
    });
}

void stand_in::err(const recipe_error& with) {
    tell_the_truth();
    const std::lock_guard lock{mutex_};
    error_ = &with;
}

void stand_in::lie(tls_server::script each_connection) {
    server_.serve_others(std::move(each_connection));
    server_.cut_connections();
}

void stand_in::answer_truly(tls_peer& peer) { peer.send(answer_to(peer.read_request())); }

int stand_in::token_fetches() const {
    const std::lock_guard lock{mutex_};
    return token_fetches_;
}

int stand_in::requests() const { return static_cast<int>(server_.requests().size()); }

std::string stand_in::answer_to(const std::string& request) {
    const auto path = path_of(request);
    const auto found = std::find_if(recipe_.answers.begin(), recipe_.answers.end(),
                                    [&](const auto& answer) { return answer.path == path; });
    const auto* answer = found == recipe_.answers.end() ? nullptr : &*found;
    {
        const std::lock_guard lock{mutex_};
        if (answer && answer->is_token) ++token_fetches_;
        if (error_ && error_->answer.path == path) answer = &error_->answer;
    }
    if (!answer) return http(404, "text/plain", "the recipe has no answer to this path");
    const auto code = code_in(request);
    return http(answer->status, answer->content_type,
                filled_in(answer->body, {{"code", code}, {"person", person_of(code)}}));
}

}  // namespace validator
