#include "validator/tests/canaries.hpp"

namespace validator {

namespace {

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text)
        if (plain.find(c) != plain.npos)
            out += c;
        else
            out.append({'%', digits[static_cast<unsigned char>(c) >> 4], digits[static_cast<unsigned char>(c) & 15]});
    return out;
}

bool holds(std::string_view text, const std::string& secret) {
    return !secret.empty() && (text.find(secret) != text.npos || text.find(percent_encoded(secret)) != text.npos);
}

}  // namespace

void expect_no_canary(const test_recipe& recipe, const std::vector<std::string>& of_login, std::string_view text,
                      const std::string& where) {
    for (std::size_t i = 0; i < recipe.canaries.size(); ++i)
        expect(!holds(text, recipe.canaries[i]), where + " holds canary " + std::to_string(i + 1) +
                                                     " of the recipe: secrets and tokens are shown to nobody");
    for (const auto& secret : of_login)
        expect(!holds(text, secret),
               where + " holds the code or the grant of a login: whoever reads it could log in as somebody else");
}

void expect_no_canary(const test_recipe& recipe, const std::vector<std::string>& of_login,
                      const std::vector<log_line>& logs) {
    for (const auto& line : logs)
        expect_no_canary(recipe, of_login, line.text, "a log record");
}

std::string text_of(const idp_error& error) {
    return std::string{error.reason} + "\n" + error.upstream + "\n" + error.public_text + "\n" + error.detail;
}

}  // namespace validator
