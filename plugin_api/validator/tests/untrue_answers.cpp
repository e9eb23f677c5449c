#include "validator/tests/untrue_answers.hpp"

#include "validator/tests/punctuality.hpp"

#include <algorithm>
#include <cctype>

namespace validator {

using namespace std::chrono_literals;

namespace {

std::string lower_case(std::string_view of) {
    std::string text{of};
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// By the recipe different people have different ones.
bool names_a_person(std::string_view text) { return text.find("${person}") != text.npos; }

void try_to_log_in(trial& of, const named_untruth& lie, const recipe_answer& about, bool may_succeed) {
    const punctuality watch;
    stage here{of};
    lie_about(*here.server, about.path, lie.tell);
    const auto who = arrive(*here.plugin);
    const auto call = resolve_strictly(*here.plugin, who, {.timeout = 3s});
    const auto situation = lie.name + " from " + about.path;
    watch.expect_by(call, 3s, situation);
    expect(may_succeed || !call.ok(),
           "resolve_account let somebody in after " + situation + ": what is not a whole answer names nobody");
    here.host.expect_no_breach();
}

void try_all(trial& of, const std::vector<named_untruth>& lies, bool may_succeed) {
    of.table();
    const auto& answers = of.recipe.answers;
    at_once(static_cast<int>(lies.size() * answers.size()), [&](int i) {
        const auto& about = answers[static_cast<std::size_t>(i) % answers.size()];
        const bool vital = is_vital(of.recipe, about);
        try_to_log_in(of, lies[static_cast<std::size_t>(i) / answers.size()], about, may_succeed || !vital);
    });
}

}  // namespace

std::string http_answer(std::string_view body, std::string_view headers, std::string_view status) {
    return "HTTP/1.1 " + std::string{status} + "\r\n" + std::string{headers} +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

std::string path_of(const std::string& request) {
    const auto begin = request.find(' ') + 1;
    return request.substr(begin, request.find_first_of(" ?", begin) - begin);
}

void lie_about(stand_in& provider, const std::string& path, untruth instead) {
    provider.lie([&provider, path, instead = std::move(instead)](tls_peer& peer) {
        peer.handshake();
        while (!peer.over()) {
            const auto request = peer.read_request();
            const auto truth = provider.answer_to(request);
            if (path_of(request) == path)
                instead(peer, truth);
            else
                peer.send(truth);
        }
    });
}

bool same_name(std::string_view one, std::string_view other) {
    const auto a = lower_case(one), b = lower_case(other);
    return a.find(b) != a.npos || b.find(a) != b.npos;
}

std::vector<const recipe_error*> different_errors(const test_recipe& recipe) {
    std::vector<const recipe_error*> out;
    for (const auto& error : recipe.errors) {
        const bool known = std::ranges::any_of(out, [&](const auto* other) {
            return other->answer.path == error.answer.path && other->means == error.means;
        });
        if (!known) out.push_back(&error);
    }
    return out;
}

bool is_vital(const test_recipe& recipe, const recipe_answer& answer) {
    if (answer.is_token) return true;
    const auto named = std::ranges::find_if(recipe.answers, [&](const auto& one) {
        return !one.is_token &&
               (names_a_person(one.body) ? names_a_person(recipe.subject) : same_name(one.body, recipe.subject));
    });
    return named != recipe.answers.end() && named->path == answer.path;
}

void expect_no_login_by(trial& of, const std::vector<named_untruth>& lies) { try_all(of, lies, false); }

void expect_survival_of(trial& of, const std::vector<named_untruth>& lies) { try_all(of, lies, true); }

}  // namespace validator
