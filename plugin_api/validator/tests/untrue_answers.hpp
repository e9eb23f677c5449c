#pragma once

#include "validator/tests/arrival.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace validator {

// An answer with the length of its body, and further header lines, each with its CRLF.
std::string http_answer(std::string_view body, std::string_view headers = "Content-Type: application/json\r\n",
                        std::string_view status = "200 OK");
// Of an answer: what comes after the empty line.
std::string body_of(const std::string& answer);
// Of a request, without its query.
std::string path_of(const std::string& request);

// What the server does instead of giving the true answer to a request that it has read.
using untruth = std::function<void(tls_peer&, const std::string& truth)>;
// From now on, on every connection: untruth for this path, the truth for all others.
void lie_about(stand_in& provider, const std::string& path, untruth instead);

// Whether one is part of the other, capital letters or not.
bool same_name(std::string_view one, std::string_view other);
// One error of the recipe for each path and meaning: for tests that are not about the errors themselves.
std::vector<const recipe_error*> different_errors(const test_recipe& recipe);
// A login cannot do without a token, nor without the first answer that has the subject in it.
bool is_vital(const test_recipe& recipe, const recipe_answer& answer);

// What a test of lies allows: a login of which a vital answer was lied about must fail; one that lost another may go
// on. Whoever is let in is who he is, whoever fails gets no account, and all in time. Each answer of the recipe is lied
// about in turn, before somebody new; all at the same time.
struct named_untruth {
    std::string name;  // "a body that is cut off"
    untruth tell;
};
void expect_no_login_by(trial& of, const std::vector<named_untruth>& lies);
// The same, but a login may succeed.
void expect_survival_of(trial& of, const std::vector<named_untruth>& lies);

}  // namespace validator
